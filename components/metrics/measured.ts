import { percentilesOf, type Percentiles, type Spread } from '@/lib/metrics/histogram'
import type { Decisions } from '@/lib/metrics/series'

/** How many were measured, and the milliseconds within which half, 95 and 99 % of them lie. */
export type Measured = Percentiles & { count: number }

export const paceOf = ({ approved, rejected, took }: Decisions): Measured => ({ count: approved + rejected, ...percentilesOf(took) })
export const latencyOf = (response: Spread): Measured => ({ count: Object.values(response.hist).reduce((sum, n) => sum + n, 0), ...percentilesOf(response) })
