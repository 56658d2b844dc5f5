import { createHash } from 'node:crypto'

// RFC 6962 hashes, stored as C2SP tiles: 256 hashes of level L * 8 of the tree, side by side.
const HASH = 32
const WIDTH = 256
const TILE_BYTES = WIDTH * HASH

export interface TileName {
  level: number
  index: number
}
export interface Tile extends TileName {
  data: Uint8Array
}
/** The hashes of one tile; those of a tree that has grown since are as good. Throws when it is not there. */
export type ReadTile = (level: number, index: number) => Uint8Array

const sha256 = (...parts: Uint8Array[]): Uint8Array => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)
export const leafHash = (data: string) => sha256(LEAF, Buffer.from(data, 'utf8'))
export const nodeHash = (left: Uint8Array, right: Uint8Array) => sha256(NODE, left, right)

/** The root over the first `size` leaves. */
export const rootHash = (read: ReadTile, size: number) => (size === 0 ? sha256() : rangeHash(read, 0, size))

/** One leaf's hash, as the tree has it. */
export const leafAt = (read: ReadTile, index: number) => part(read(0, Math.floor(index / WIDTH)), (index % WIDTH) * HASH, HASH)

/** RFC 6962 2.1.1: from the leaf's sibling up to the root's child. */
export function inclusionPath(read: ReadTile, leaf: number, size: number): Uint8Array[] {
  if (!(leaf >= 0 && leaf < size)) throw new RangeError(`leaf ${leaf} is not in a tree of ${size}`)
  const path: Uint8Array[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + split(end - start)
    const left = leaf < middle
    path.push(left ? rangeHash(read, middle, end) : rangeHash(read, start, middle))
    if (left) end = middle
    else start = middle
  }
  return path.reverse()
}

/** RFC 6962 2.1.2: that the tree of `to` leaves begins with the one of `from`. */
export function consistencyPath(read: ReadTile, from: number, to: number): Uint8Array[] {
  if (!(from >= 0 && from <= to)) throw new RangeError(`a tree of ${to} does not begin with one of ${from}`)
  if (from === 0 || from === to) return []
  const path: Uint8Array[] = []
  let [start, end, whole] = [0, to, true]
  while (end !== from) {
    const middle = start + split(end - start)
    if (from <= middle) {
      path.push(rangeHash(read, middle, end))
      end = middle
    } else {
      path.push(rangeHash(read, start, middle))
      start = middle
      whole = false
    }
  }
  if (!whole) path.push(rangeHash(read, start, end))
  return path.reverse()
}

/** The widest whole subtrees before and after leaves from..to, left to right: what proves an unbroken run of leaves. */
export function boundaryHashes(read: ReadTile, from: number, to: number, size: number): Uint8Array[] {
  if (!(from >= 0 && from < to && to <= size)) throw new RangeError(`leaves ${from} to ${to} are not in a tree of ${size}`)
  const around = (start: number, end: number): Uint8Array[] => {
    if (start >= from && end <= to) return []
    if (end <= from || start >= to) return [rangeHash(read, start, end)]
    const middle = start + split(end - start)
    return [...around(start, middle), ...around(middle, end)]
  }
  return around(0, size)
}

/** The tiles that are new or longer when `hashes` follow the first `size` leaves. Reads only what was not full. */
export function grownTiles(read: ReadTile, size: number, hashes: readonly Uint8Array[]): Tile[] {
  const grown: Tile[] = []
  let added = hashes
  for (let level = 0, before = size; added.length > 0; level += 1, before = Math.floor(before / WIDTH)) {
    const first = Math.floor(before / WIDTH)
    const kept = (before % WIDTH) * HASH
    const data = Buffer.concat(kept > 0 ? [part(read(level, first), 0, kept), ...added] : added)
    const full: Uint8Array[] = []
    for (let at = 0; at < data.length; at += TILE_BYTES) {
      const tile = data.subarray(at, at + TILE_BYTES)
      grown.push({ level, index: first + at / TILE_BYTES, data: tile })
      if (tile.length === TILE_BYTES) full.push(fold(tile, 0, WIDTH))
    }
    added = full
  }
  return grown
}

/** Which tiles `work` reads: what it does with them is thrown away. */
export function tilesRead(work: (read: ReadTile) => unknown): TileName[] {
  const names = new Map<string, TileName>()
  const blank = new Uint8Array(TILE_BYTES)
  work((level, index) => {
    names.set(`${level}/${index}`, { level, index })
    return blank
  })
  return [...names.values()]
}

export function tileReader(tiles: readonly Tile[]): ReadTile {
  const held = new Map(tiles.map((tile) => [`${tile.level}/${tile.index}`, tile.data]))
  return (level, index) => {
    const data = held.get(`${level}/${index}`)
    if (!data) throw new RangeError(`tile ${level}/${index} is missing`)
    return data
  }
}

/** Over leaves start..end, where start is a multiple of the smallest power of two that covers them. */
function rangeHash(read: ReadTile, start: number, end: number): Uint8Array {
  const size = end - start
  const height = Math.log2(size)
  if (Number.isInteger(height)) return subtreeHash(read, height, start / size)
  const middle = start + split(size)
  return nodeHash(rangeHash(read, start, middle), rangeHash(read, middle, end))
}

/** A whole subtree: folded from the one tile that has its hashes. */
function subtreeHash(read: ReadTile, height: number, index: number): Uint8Array {
  const level = Math.floor(height / 8)
  const count = 2 ** (height % 8)
  const first = index * count
  return fold(read(level, Math.floor(first / WIDTH)), first % WIDTH, count)
}

function fold(tile: Uint8Array, first: number, count: number): Uint8Array {
  if (count === 1) return part(tile, first * HASH, HASH)
  return nodeHash(fold(tile, first, count / 2), fold(tile, first + count / 2, count / 2))
}

function part(tile: Uint8Array, at: number, length: number): Uint8Array {
  if (tile.length < at + length) throw new RangeError('the tile is too short')
  return tile.subarray(at, at + length)
}

/** The largest power of two smaller than `size`. */
const split = (size: number) => 2 ** Math.ceil(Math.log2(size) - 1)
