import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { PERIODS } from '@/lib/metrics/period'

/** The one reading of the metrics page's address. */
export const readMetricsAddress = createLoader({
  period: parseAsStringLiteral(PERIODS),
  from: parseAsString,
  to: parseAsString,
  agent: parseAsString,
  tool: parseAsString,
})
