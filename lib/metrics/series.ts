import { DAY, HOUR, type Period } from '@/lib/metrics/period'

/** What became of an action. `ran_out`: expired, lapsed or withdrawn. `blocked`: denied or rejected. */
export const OUTCOMES = ['allowed', 'approved', 'ran_out', 'blocked', 'pending'] as const
export type Outcome = (typeof OUTCOMES)[number]

export type OutcomeCounts = Record<Outcome, number>

export interface ActionPoint extends OutcomeCounts {
  at: number
  /** How many of them went to a person. */
  asked: number
  failed: number
  unknown: number
  tokens: number
}

export interface DecisionPoint {
  at: number
  approved: number
  rejected: number
  /** Milliseconds; null where nobody decided anything. */
  p50: number | null
  p95: number | null
}

export const sizeOf = (unit: Period['unit']) => (unit === 'hour' ? HOUR : DAY)

/** The start of every bucket, oldest first. UTC hours and days are all equally long, so no clock change can skip one. */
export function buckets({ from, until, unit }: Pick<Period, 'from' | 'until' | 'unit'>): number[] {
  const size = sizeOf(unit)
  const first = Math.floor(from.getTime() / size) * size
  const count = Math.max(0, Math.ceil((until.getTime() - first) / size))
  return Array.from({ length: count }, (_, index) => first + index * size)
}

/** One point per bucket: what the database did not mention is nothing, not a gap. */
export function fill<P extends { at: number }>(points: readonly P[], starts: readonly number[], empty: Omit<P, 'at'>): P[] {
  const known = new Map(points.map((point) => [point.at, point]))
  return starts.map((at) => known.get(at) ?? ({ ...empty, at } as P))
}

export const NO_ACTIONS: Omit<ActionPoint, 'at'> = {
  allowed: 0, approved: 0, ran_out: 0, blocked: 0, pending: 0, asked: 0, failed: 0, unknown: 0, tokens: 0,
}
export const NO_DECISIONS: Omit<DecisionPoint, 'at'> = { approved: 0, rejected: 0, p50: null, p95: null }

export const actionsIn = (point: OutcomeCounts) => OUTCOMES.reduce((sum, outcome) => sum + point[outcome], 0)

export function total(points: readonly ActionPoint[]): Omit<ActionPoint, 'at'> {
  const sum = { ...NO_ACTIONS }
  for (const point of points) for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += point[key]
  return sum
}

/** Below this many, a share or a p95 says more than the numbers know. */
export const ENOUGH = 20

/** A share that admits how much stands behind it. */
export type Share = { kind: 'none' } | { kind: 'few'; part: number; of: number } | { kind: 'share'; value: number; part: number; of: number }

export function share(part: number, of: number): Share {
  if (of === 0) return { kind: 'none' }
  return of < ENOUGH ? { kind: 'few', part, of } : { kind: 'share', value: part / of, part, of }
}

/** How far a share moved, in points of a hundred; null when either side is too small to compare. */
export function pointsMoved(now: Share, then: Share): number | null {
  return now.kind === 'share' && then.kind === 'share' ? (now.value - then.value) * 100 : null
}

/** Relative growth; null when there was too little before. */
export const growth = (now: number, then: number): number | null => (then < ENOUGH ? null : now / then - 1)

/** Evenly spaced ticks from zero that hold the largest value, whole numbers where `whole`. */
export function ticks(largest: number, whole = true): number[] {
  const rough = Math.max(largest, whole ? 1 : 0.001) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough && (!whole || Number.isInteger(size)))
  const size = step ?? Math.ceil(rough)
  return Array.from({ length: Math.max(1, Math.ceil(largest / size)) + 1 }, (_, index) => Number((index * size).toPrecision(12)))
}
