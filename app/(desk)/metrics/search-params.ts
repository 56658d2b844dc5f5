import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { BehindFilter } from '@/lib/metrics/behind'
import { SORT_NAMES } from '@/lib/metrics/behind'
import { HOUR, PERIODS } from '@/lib/metrics/period'

/** The one reading of the metrics page's address. */
export const readMetricsAddress = createLoader({
  period: parseAsStringLiteral(PERIODS),
  from: parseAsString,
  to: parseAsString,
  agent: parseAsString,
  tool: parseAsString,
})

/** The one reading of the address of the rows behind a number. */
export const readBehindAddress = createLoader({
  sort: parseAsStringLiteral(SORT_NAMES).withDefault('all'),
  from: parseAsString,
  until: parseAsString,
  agent: parseAsString,
  tool: parseAsString,
  code: parseAsString,
  reviewer: parseAsString,
  weekday: parseAsInteger,
  hour: parseAsInteger,
  cursor: parseAsString,
})

/** A whole UTC hour, or what stands in for it: the rollups know nothing finer. */
function hourOf(text: string | null, instead: number): Date {
  const at = text ? Date.parse(text) : NaN
  return new Date(Math.floor((Number.isNaN(at) || Math.abs(at) > 8e14 ? instead : at) / HOUR) * HOUR)
}

export function behindFilter(address: Awaited<ReturnType<typeof readBehindAddress>>, now: Date): BehindFilter {
  const until = hourOf(address.until, now.getTime() + HOUR)
  const from = hourOf(address.from, until.getTime() - 24 * HOUR)
  const { agent, tool, code, reviewer, weekday, hour } = address
  const sort = reviewer ? 'decided' : code ? 'errors' : address.sort
  return { period: { from, until, unit: 'hour' }, sort, agent, tool, code: reviewer ? null : code, reviewer, weekday, hour }
}
