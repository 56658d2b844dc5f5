import { concat, same, sha256, type Bytes } from './encoding'

/** RFC 6962 and 9162: SHA-256, leaves and nodes kept apart by their first byte. */
export const HASH_BYTES = 32

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

export const leafHash = (data: Uint8Array): Promise<Bytes> => sha256(concat(LEAF, data))
export const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Bytes> => sha256(concat(NODE, left, right))

const isSize = (value: number) => Number.isSafeInteger(value) && value >= 0
const areHashes = (hashes: readonly Uint8Array[]) => hashes.every((hash) => hash.length === HASH_BYTES)
const odd = (value: number) => value % 2 === 1
const half = (value: number) => Math.floor(value / 2)
const isPowerOfTwo = (value: number) => {
  while (value > 1 && !odd(value)) value = half(value)
  return value === 1
}

/** The leaf is at this index of the tree of this size and root (RFC 9162, 2.1.3.2). */
export async function verifyInclusion(
  leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[], root: Uint8Array,
): Promise<boolean> {
  if (!isSize(index) || !isSize(size) || index >= size || !areHashes([leaf, root, ...path])) return false
  let at = index
  let last = size - 1
  let hash = leaf
  for (const sibling of path) {
    if (last === 0) return false
    if (odd(at) || at === last) {
      hash = await nodeHash(sibling, hash)
      while (!odd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else {
      hash = await nodeHash(hash, sibling)
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && same(hash, root)
}

/** The tree of `size` begins with the whole tree of `oldSize` (RFC 9162, 2.1.4.2). From nothing, nothing is proved. */
export async function verifyConsistency(
  oldSize: number, size: number, oldRoot: Uint8Array, root: Uint8Array, path: readonly Uint8Array[],
): Promise<boolean> {
  if (!isSize(oldSize) || !isSize(size) || oldSize === 0 || oldSize > size || !areHashes([oldRoot, root, ...path])) return false
  if (oldSize === size) return path.length === 0 && same(oldRoot, root)
  if (path.length === 0) return false
  const [first, ...rest] = isPowerOfTwo(oldSize) ? [oldRoot, ...path] : path
  let at = oldSize - 1
  let last = size - 1
  while (odd(at)) [at, last] = [half(at), half(last)]
  let oldHash = first as Uint8Array
  let hash = oldHash
  for (const sibling of rest) {
    if (last === 0) return false
    if (odd(at) || at === last) {
      oldHash = await nodeHash(sibling, oldHash)
      hash = await nodeHash(sibling, hash)
      while (!odd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else {
      hash = await nodeHash(hash, sibling)
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && same(oldHash, oldRoot) && same(hash, root)
}
