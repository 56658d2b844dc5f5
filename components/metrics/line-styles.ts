/** From the quiet to the loud: weight, dash and name tell them apart, not colour alone. */
export const LINES = [
  { key: 'p99', stroke: 'var(--ink-3)', width: 1.2, dash: '1.5 3' },
  { key: 'p95', stroke: 'var(--ink-3)', width: 1.6, dash: '5 3' },
  { key: 'p50', stroke: 'var(--accent)', width: 2.2, dash: undefined },
] as const
export type LineKey = (typeof LINES)[number]['key']

export interface LinePoint extends Record<LineKey, number | null> {
  at: number
  short: string
  long: string
  /** How many values stand behind it, in words. */
  count: string
  said: Record<LineKey, string>
  href: string
}
