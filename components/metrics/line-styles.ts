import type { Bucket } from './use-buckets'

/** From the quiet to the loud: weight, dash and name tell them apart, not colour alone. */
export const LINES = [
  { key: 'p99', stroke: 'var(--ink-3)', width: 1.2, dash: '1.5 3' },
  { key: 'p95', stroke: 'var(--ink-3)', width: 1.6, dash: '5 3' },
  { key: 'p50', stroke: 'var(--accent)', width: 2.2, dash: undefined },
] as const
export type LineKey = (typeof LINES)[number]['key']

const APART = 12
/** Between the axis and the top, in pixels; Plot and Recharts agree. */
const DRAWN = 198

/** Pure. How many pixels each line's name moves up so as not to lie on the one below; all end at the same point. */
export function nameLifts(points: readonly LinePoint[], top: number): Record<LineKey, number> {
  const lifts = { p50: 0, p95: 0, p99: 0 }
  const end = points.findLast(({ p50 }) => p50 !== null)
  let below = -APART
  for (const { key } of [...LINES].reverse()) {
    const at = ((end?.[key] ?? 0) / top) * DRAWN
    lifts[key] = Math.max(0, below + APART - at)
    below = at + lifts[key]
  }
  return lifts
}

export interface LinePoint extends Bucket, Record<LineKey, number | null> {
  /** How many values stand behind it, in words. */
  count: string
  said: Record<LineKey, string>
  href: string
}
