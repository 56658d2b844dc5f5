import { canonical } from '@/lib/audit/canonical'
import type { JsonValue } from '@/packages/sdk/contract/json'

/** One value that differs, at a JSON pointer. A side that has nothing there has no key of its own. */
export interface Difference {
  path: string
  from?: JsonValue
  to?: JsonValue
}

type Branch = Record<string, JsonValue>

const isBranch = (value: JsonValue): value is Branch => typeof value === 'object' && value !== null && !Array.isArray(value)
const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')
const own = (branch: Branch, key: string) => (Object.hasOwn(branch, key) ? branch[key] : undefined)

/**
 * Pure. What differs between two JSON values in canonical form: objects key by key, lists of one length item by item,
 * everything else as a whole. Empty exactly when both have the same RFC 8785 text.
 */
export function difference(from: JsonValue, to: JsonValue, path = ''): Difference[] {
  if (canonical(from) === canonical(to)) return []
  const bothLists = Array.isArray(from) && Array.isArray(to) && from.length === to.length
  if (!bothLists && !(isBranch(from) && isBranch(to))) return [{ path, from, to }]
  const [old, now] = [from as Branch, to as Branch]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].sort().flatMap((key): Difference[] => {
    const here = `${path}/${escaped(key)}`
    const [before, after] = [own(old, key), own(now, key)]
    if (before === undefined) return [{ path: here, to: after }]
    if (after === undefined) return [{ path: here, from: before }]
    return difference(before, after, here)
  })
}
