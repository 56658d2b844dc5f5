import { addCounts, merge, type Counts, type Spread } from '@/lib/metrics/histogram'
import { DAY, HOUR, type Period } from '@/lib/metrics/period'

/** What became of an action. `ran_out`: expired, lapsed or withdrawn. `blocked`: denied or rejected. */
export const OUTCOMES = ['allowed', 'approved', 'ran_out', 'blocked', 'pending'] as const
export type Outcome = (typeof OUTCOMES)[number]

export type OutcomeCounts = Record<Outcome, number>

/** Of what people decided. */
export interface Decisions {
  approved: number
  rejected: number
  /** Milliseconds. */
  took: Spread
}

export interface DecisionPoint extends Decisions {
  at: number
}

export interface ActionPoint extends OutcomeCounts {
  at: number
  /** How many of them went to a person. */
  asked: number
  expired: number
  /** Of high risk. */
  high: number
  failed: number
  unknown: number
  tokens: number
  /** By code, by person, by currency (in micro-units). */
  errors: Counts
  users: Counts
  costs: Counts
  /** Milliseconds from start to result, as reported. */
  response: Spread
  decisions: Decisions
}

/** What was asked in one bucket, and in which hour since 1970 how much of it was answered. */
export interface BacklogRow {
  at: number
  asked: number
  resolved_in: Counts
}

export const sizeOf = (unit: Period['unit']) => (unit === 'hour' ? HOUR : DAY)

/** The start of every bucket, oldest first. UTC hours and days are all equally long, so no clock change can skip one. */
export function buckets({ from, until, unit }: Pick<Period, 'from' | 'until' | 'unit'>): number[] {
  const size = sizeOf(unit)
  const first = Math.floor(from.getTime() / size) * size
  const count = Math.max(0, Math.ceil((until.getTime() - first) / size))
  return Array.from({ length: count }, (_, index) => first + index * size)
}

const NUMBERS = [...OUTCOMES, 'asked', 'expired', 'high', 'failed', 'unknown', 'tokens'] as const

export const decisionsOf = (parts: readonly Decisions[]): Decisions => ({
  approved: parts.reduce((sum, { approved }) => sum + approved, 0),
  rejected: parts.reduce((sum, { rejected }) => sum + rejected, 0),
  took: merge(parts.map(({ took }) => took)),
})

/** All of them together: counts add up, histograms merge, people and codes are counted once each. */
export function total(points: readonly ActionPoint[]): Omit<ActionPoint, 'at'> {
  const sums = Object.fromEntries(NUMBERS.map((key) => [key, points.reduce((sum, point) => sum + point[key], 0)])) as Record<(typeof NUMBERS)[number], number>
  return {
    ...sums,
    errors: addCounts(points.map(({ errors }) => errors)),
    users: addCounts(points.map(({ users }) => users)),
    costs: addCounts(points.map(({ costs }) => costs)),
    response: merge(points.map(({ response }) => response)),
    decisions: decisionsOf(points.map(({ decisions }) => decisions)),
  }
}

/** One point per bucket: what the database did not mention is nothing, not a gap; what it mentions twice is put together. */
export function fill<P extends { at: number }, R extends object>(points: readonly P[], starts: readonly number[], together: (of: P[]) => R): (R & { at: number })[] {
  const known = new Map<number, P[]>()
  for (const point of points) known.set(point.at, [...(known.get(point.at) ?? []), point])
  return starts.map((at) => ({ ...together(known.get(at) ?? []), at }))
}

/** How many questions were open at the end of each bucket. */
export function backlog(rows: readonly BacklogRow[], starts: readonly number[], unit: Period['unit']): number[] {
  const size = sizeOf(unit)
  const first = starts[0] ?? 0
  const place = (at: number) => Math.max(-1, Math.floor((at - first) / size))
  const change = new Map<number, number>()
  const add = (at: number, count: number) => change.set(place(at), (change.get(place(at)) ?? 0) + count)
  for (const { at, asked, resolved_in } of rows) {
    add(at, asked)
    for (const [hour, count] of Object.entries(resolved_in)) add(Number(hour) * HOUR, -count)
  }
  let open = change.get(-1) ?? 0
  return starts.map((_, index) => (open += change.get(index) ?? 0))
}

export const actionsIn = (point: OutcomeCounts) => OUTCOMES.reduce((sum, outcome) => sum + point[outcome], 0)

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
