import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { consistencyPath, grownTiles, inclusionPath, rootHash, tileReader } from '@/lib/audit/merkle'
import { fromHex, toHex, type Bytes } from '@/packages/verify/encoding'
import { leafHash, nodeHash, verifyConsistency, verifyInclusion } from '@/packages/verify/merkle'
import { splitAt, verifyRange } from '@/packages/verify/range'

/** The eight leaves that Certificate Transparency implementations test with. */
const DATA = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const bytes = (hex: string) => fromHex(hex) as Bytes
const vectors = await Promise.all(DATA.map((hex) => leafHash(bytes(hex))))

/** RFC 6962, 2.1, with the verifier's own hashes. */
async function rootOf(leaves: readonly Bytes[]): Promise<Bytes> {
  if (leaves.length === 1) return leaves[0] as Bytes
  const left = splitAt(leaves.length)
  return nodeHash(await rootOf(leaves.slice(0, left)), await rootOf(leaves.slice(left)))
}

const treeOf = (leaves: readonly Uint8Array[]) => tileReader(grownTiles(tileReader([]), 0, leaves))
const many = Array.from({ length: 600 }, (_, index) => new Uint8Array(createHash('sha256').update(`leaf ${index}`).digest()))
const tree = treeOf(many)
const root = (size: number) => rootHash(tree, size)

test('the roots over the eight standard leaves are the published ones', async () => {
  for (const [index, expected] of ROOTS.entries()) expect(toHex(await rootOf(vectors.slice(0, index + 1)))).toBe(expected)
})

test('the standard inclusion and consistency proofs hold', async () => {
  const eight = bytes(ROOTS[7] as string)
  const first = ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']
  expect(await verifyInclusion(vectors[0] as Bytes, 0, 8, first.map(bytes), eight)).toBe(true)
  const sixToEight = ['0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']
  expect(await verifyConsistency(6, 8, bytes(ROOTS[5] as string), eight, sixToEight.map(bytes))).toBe(true)
})

test('nothing follows from the empty tree, and a tree follows from itself without a proof', async () => {
  const empty = new Uint8Array(createHash('sha256').digest())
  expect(await verifyConsistency(0, 5, empty, root(5), [])).toBe(false)
  expect(await verifyConsistency(0, 0, empty, empty, [])).toBe(false)
  expect(await verifyConsistency(5, 5, root(5), root(5), [])).toBe(true)
  expect(await verifyConsistency(5, 5, root(5), root(5), [root(5)])).toBe(false)
  expect(await verifyConsistency(5, 5, root(5), root(4), [])).toBe(false)
  expect(await verifyConsistency(6, 5, root(6), root(5), [])).toBe(false)
})

test('sizes that are no whole numbers in range never verify', async () => {
  const path = inclusionPath(tree, 3, 7)
  for (const [index, size] of [[-1, 7], [3.5, 7], [7, 7], [3, NaN], [3, 2 ** 53], [Infinity, Infinity]] as const) {
    expect(await verifyInclusion(many[3] as Bytes, index, size, path, root(7))).toBe(false)
  }
})

/** A tree, and proofs of it as the log's own code makes them. */
const place = fc.tuple(fc.integer({ min: 2, max: 600 }), fc.nat()).map(([size, at]) => ({ size, index: at % size }))

test('every proof that the log makes holds, and no mutation of leaf, place, size, root or path does', async () => {
  await fc.assert(
    fc.asyncProperty(place, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async ({ size, index }, which, where, flip) => {
      const path = inclusionPath(tree, index, size)
      const holds = (mutated: Partial<{ leaf: Uint8Array; index: number; size: number; path: Uint8Array[]; root: Uint8Array }>) => {
        const all = { leaf: many[index] as Uint8Array, index, size, path, root: root(size), ...mutated }
        return verifyInclusion(all.leaf, all.index, all.size, all.path, all.root)
      }
      const at = which % path.length
      const bent = (hash: Uint8Array) => hash.map((byte, position) => (position === where % 32 ? byte ^ flip : byte))
      expect(await holds({})).toBe(true)
      expect(await holds({ leaf: bent(many[index] as Uint8Array) })).toBe(false)
      expect(await holds({ root: bent(root(size)) })).toBe(false)
      expect(await holds({ path: path.with(at, bent(path[at] as Uint8Array)) })).toBe(false)
      expect(await holds({ path: path.toSpliced(at, 1) })).toBe(false)
      expect(await holds({ path: path.toSpliced(at, 0, path[at] as Uint8Array) })).toBe(false)
      expect(await holds({ path: [...path, root(size)] })).toBe(false)
      expect(await holds({ index: (index + 1 + (which % (size - 1))) % size })).toBe(false)
      expect(await holds({ leaf: bent(many[index] as Uint8Array).subarray(1) })).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test('every consistency proof holds, and no mutation of it does', async () => {
  await fc.assert(
    fc.asyncProperty(place, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async ({ size, index }, which, where, flip) => {
      const old = Math.max(index, 1)
      const path = consistencyPath(tree, old, size)
      const holds = (given: readonly Uint8Array[], oldRoot = root(old), newRoot = root(size)) => verifyConsistency(old, size, oldRoot, newRoot, given)
      const bent = (hash: Uint8Array) => hash.map((byte, position) => (position === where % 32 ? byte ^ flip : byte))
      const at = which % path.length
      expect(await holds(path)).toBe(true)
      expect(await holds(path, bent(root(old)))).toBe(false)
      expect(await holds(path, root(old), bent(root(size)))).toBe(false)
      expect(await holds(path.with(at, bent(path[at] as Uint8Array)))).toBe(false)
      expect(await holds(path.toSpliced(at, 1))).toBe(false)
      expect(await holds([...path, root(size)])).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test('a run of leaves is proved by the hashes around it; one leaf more, fewer, elsewhere or changed is not', async () => {
  const all = await Promise.all(Array.from({ length: 40 }, (_, index) => leafHash(Uint8Array.of(index))))
  const boundary = async (from: number, to: number, start = 0, end = all.length): Promise<Bytes[]> => {
    if (end <= from || start >= to) return [await rootOf(all.slice(start, end))]
    if (end - start === 1) return []
    const middle = start + splitAt(end - start)
    return [...(await boundary(from, to, start, middle)), ...(await boundary(from, to, middle, end))]
  }
  const top = await rootOf(all)
  await fc.assert(
    fc.asyncProperty(fc.nat(39), fc.nat(39), fc.nat(39), async (one, other, where) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other) + 1]
      const around = await boundary(from, to)
      const leaves = all.slice(from, to)
      const at = where % leaves.length
      const replaced = leaves.with(at, leaves[at]?.map((byte) => byte ^ 1) as Bytes)
      expect(await verifyRange(leaves, from, 40, around, top)).toBe(true)
      expect(await verifyRange(replaced, from, 40, around, top)).toBe(false)
      expect(await verifyRange(leaves.slice(1), from, 40, around, top)).toBe(false)
      expect(await verifyRange(leaves.slice(1), from + 1, 40, around, top)).toBe(false)
      expect(await verifyRange([...leaves, top], from, 40, around, top)).toBe(false)
      expect(await verifyRange(leaves, from, 40, [...around, top], top)).toBe(false)
      expect(await verifyRange(leaves, from + 1, 40, around, top)).toBe(false)
      if (leaves.length > 1) expect(await verifyRange(leaves.toReversed(), from, 40, around, top)).toBe(false)
    }),
    { numRuns: 200 },
  )
})
