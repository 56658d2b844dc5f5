import { createHash } from 'node:crypto'

/** RFC 6962 word for word, over all leaves at once: slow, and without a line of what it checks. */
const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const pair = (left: Uint8Array, right: Uint8Array) => sha(Buffer.from([1]), left, right)

export function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha()
  if (leaves.length === 1) return leaves[0] as Uint8Array
  const k = below(leaves.length)
  return pair(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)))
}

const below = (n: number) => {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** RFC 9162 2.1.3.2. */
export function inclusionHolds(leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[], root: Uint8Array): boolean {
  let [fn, sn, hash] = [index, size - 1, leaf]
  for (const step of path) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      hash = pair(step, hash)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1]
    } else hash = pair(hash, step)
    ;[fn, sn] = [fn >> 1, sn >> 1]
  }
  return sn === 0 && Buffer.compare(hash, root) === 0
}

/** RFC 9162 2.1.4.2, for 0 < from < to. */
export function consistencyHolds(from: number, to: number, path: readonly Uint8Array[], old: Uint8Array, root: Uint8Array): boolean {
  const steps = Number.isInteger(Math.log2(from)) ? [old, ...path] : [...path]
  let [fn, sn] = [from - 1, to - 1]
  while (fn % 2 === 1) [fn, sn] = [fn >> 1, sn >> 1]
  const first = steps.shift()
  if (!first) return false
  let [fr, sr] = [first, first]
  for (const step of steps) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      fr = pair(step, fr)
      sr = pair(step, sr)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1]
    } else sr = pair(sr, step)
    ;[fn, sn] = [fn >> 1, sn >> 1]
  }
  return sn === 0 && Buffer.compare(fr, old) === 0 && Buffer.compare(sr, root) === 0
}
