import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { consistencyPath, grownTiles, inclusionPath, leafHash, rootHash, tileReader, tilesRead, type Tile } from '@/lib/audit/merkle'
import { consistencyHolds, inclusionHolds, treeHash } from '@/tests/support/merkle-tree'

const MANY = 66_000
const leaves = Array.from({ length: MANY }, (_, index) => leafHash(`entry ${index}`))
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** The tiles after these batches, kept as a table would: a longer tile replaces a shorter one. */
function tilesAfter(batches: readonly number[]): { read: ReturnType<typeof tileReader>; tiles: Tile[]; size: number } {
  const kept = new Map<string, Tile>()
  let size = 0
  for (const batch of batches) {
    for (const tile of grownTiles(tileReader([...kept.values()]), size, leaves.slice(size, size + batch))) kept.set(`${tile.level}/${tile.index}`, tile)
    size += batch
  }
  return { read: tileReader([...kept.values()]), tiles: [...kept.values()], size }
}

const whole = tilesAfter([MANY])

test('the empty tree and the first ones hash as RFC 6962 says', () => {
  expect(hex(rootHash(tileReader([]), 0))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(hex(leafHash(''))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  for (const size of [1, 2, 3, 255, 256, 257, 511, 513, 1000]) expect(hex(rootHash(whole.read, size))).toBe(hex(treeHash(leaves.slice(0, size))))
})

test('across 65,536 leaves, where a third level of tiles begins, roots are those of the whole tree', () => {
  for (const size of [65_535, 65_536, 65_537, MANY]) expect(hex(rootHash(whole.read, size))).toBe(hex(treeHash(leaves.slice(0, size))))
  expect(whole.tiles.filter(({ level }) => level === 2)).toMatchObject([{ index: 0 }])
})

test('however the entries are batched, the tiles are the same, full ones of 256 hashes', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 }), (batches) => {
      const { tiles, size } = tilesAfter(batches)
      const atOnce = tilesAfter([size]).tiles
      expect(tiles.map(({ level, index, data }) => `${level}/${index} ${hex(data)}`).sort()).toEqual(atOnce.map(({ level, index, data }) => `${level}/${index} ${hex(data)}`).sort())
      expect(tiles.filter(({ level }) => level === 0).map(({ data }) => data.length).reduce((sum, bytes) => sum + bytes)).toBe(size * 32)
    }),
    { numRuns: 60 },
  )
})

test('every inclusion path holds, for its own leaf and place only', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1200 }), fc.nat(), (size, at) => {
      const index = at % size
      const path = inclusionPath(whole.read, index, size)
      const root = treeHash(leaves.slice(0, size))
      expect(inclusionHolds(leaves[index] as Buffer, index, size, path, root)).toBe(true)
      expect(inclusionHolds(leaves[index + 1] as Buffer, index, size, path, root)).toBe(false)
      if (size > 1) expect(inclusionHolds(leaves[index] as Buffer, index === 0 ? 1 : index - 1, size, path, root)).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test('the tree of any size up to 130 begins with the tree of every smaller one', () => {
  const roots = Array.from({ length: 131 }, (_, size) => treeHash(leaves.slice(0, size)))
  for (let to = 2; to <= 130; to += 1) {
    for (let from = 1; from < to; from += 1) {
      const path = consistencyPath(whole.read, from, to)
      const holds = consistencyHolds(from, to, path, roots[from] as Uint8Array, roots[to] as Uint8Array)
      const forged = consistencyHolds(from, to, path, roots[from - 1] as Uint8Array, roots[to] as Uint8Array)
      expect({ from, to, holds, forged }).toEqual({ from, to, holds: true, forged: false })
    }
  }
})

test('large trees too, up to three levels of tiles', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MANY - 1 }), fc.nat(), (from, more) => {
      const to = from + 1 + (more % (MANY - from))
      const [old, root] = [rootHash(whole.read, from), rootHash(whole.read, to)]
      expect(consistencyHolds(from, to, consistencyPath(whole.read, from, to), old, root)).toBe(true)
      expect(inclusionHolds(leaves[from] as Buffer, from, to, inclusionPath(whole.read, from, to), root)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('a proof names beforehand exactly the tiles it reads', () => {
  const wanted = tilesRead((read) => inclusionPath(read, 300, MANY))
  const only = tileReader(whole.tiles.filter(({ level, index }) => wanted.some((name) => name.level === level && name.index === index)))
  expect(wanted.length).toBeLessThan(8)
  expect(inclusionPath(only, 300, MANY).map(hex)).toEqual(inclusionPath(whole.read, 300, MANY).map(hex))
})

test('a leaf or a tree that is not there is refused', () => {
  expect(() => inclusionPath(whole.read, 5, 5)).toThrow(RangeError)
  expect(() => consistencyPath(whole.read, 6, 5)).toThrow(RangeError)
  expect(() => rootHash(whole.read, MANY + 1)).toThrow('too short')
  expect(() => rootHash(tileReader([]), 1)).toThrow('missing')
  expect(consistencyPath(whole.read, 7, 7)).toEqual([])
  expect(hex(createHash('sha256').digest())).toBe(hex(rootHash(whole.read, 0)))
})
