import { same } from './encoding'
import { HASH_BYTES, nodeHash } from './merkle'

/** The widest complete left half of a tree of `size` leaves, 2 or more. */
export function splitAt(size: number): number {
  let left = 1
  while (left * 2 < size) left *= 2
  return left
}

/**
 * These leaves, and no others, are at `from` and after it in the tree of this size and root. `boundary` holds the hashes of the
 * widest subtrees before and after them, from left to right.
 */
export async function verifyRange(
  leaves: readonly Uint8Array[], from: number, size: number, boundary: readonly Uint8Array[], root: Uint8Array,
): Promise<boolean> {
  const to = from + leaves.length
  if (![from, size].every((value) => Number.isSafeInteger(value) && value >= 0) || leaves.length === 0 || to > size) return false
  if (![...leaves, ...boundary, root].every((hash) => hash.length === HASH_BYTES)) return false
  let used = 0

  async function hashOf(start: number, end: number): Promise<Uint8Array | null> {
    if (end <= from || start >= to) return boundary[used++] ?? null
    if (end - start === 1) return leaves[start - from] ?? null
    const middle = start + splitAt(end - start)
    const left = await hashOf(start, middle)
    const right = left && (await hashOf(middle, end))
    return right && nodeHash(left, right)
  }

  const hash = await hashOf(0, size)
  return hash !== null && used === boundary.length && same(hash, root)
}
