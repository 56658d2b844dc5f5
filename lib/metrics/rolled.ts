import { isoDay } from '@/lib/metrics/period'
import type { MetricsFilter } from '@/lib/metrics/schema'

type Size = MetricsFilter['period']['unit']
interface Rolled {
  table: string
  where: string
}

/** In every rollup query `$1` is the workspace, `$2` and `$3` the period, `$4` the agent and `$5` the tool. */
export const AT = { hour: '(extract(epoch FROM hour) * 1000)::bigint', day: '(extract(epoch FROM date) * 1000)::bigint' } as const

const COLUMN = { hour: 'hour', day: 'date' } as const
const TYPE = { hour: 'timestamptz', day: 'date' } as const

/** The period's bounds as the size's column compares them: a Date would be written in this process's time zone. */
export const bounds = ({ period: { from, until } }: MetricsFilter, size: Size) =>
  size === 'hour' ? [from.toISOString(), until.toISOString()] : [isoDay(from), isoDay(until)]

const since = (size: Size) => `${COLUMN[size]} >= $2::${TYPE[size]}`
const named = (size: Size) => (size === 'hour' ? '_hourly' : '')

/** Written out for what is asked, so that every plan may use an index for it. */
const narrowed = ({ agent, tool }: Pick<MetricsFilter, 'agent' | 'tool'>) =>
  `${agent ? 'agent_id = $4' : '$4::text IS NULL'} AND ${tool ? 'tool_id = $5' : '$5::text IS NULL'}`

/** The coarsest rollup of actions that still knows what the filter asks for. `finest`: one that knows tools. */
export function actionsRolled({ agent, tool }: MetricsFilter, size: Size, { finest = false, open = false } = {}): Rolled {
  const kind = tool || finest ? 'tool' : agent ? 'agent' : 'workspace'
  // Open: also what was asked before and was still waiting when the period began.
  const begun = open ? `(${since(size)} OR pending > 0 OR last_resolved_at >= $2::timestamptz)` : since(size)
  return { table: `${kind}_metrics${named(size)}`, where: `workspace_id = $1 AND ${begun} AND ${COLUMN[size]} < $3::${TYPE[size]} AND ${narrowed({ agent, tool })}` }
}

/** The same of what people decided. */
export function decisionsRolled({ agent, tool }: MetricsFilter, size: Size): Rolled {
  const table = agent || tool ? 'reviewer_tool_metrics' : 'reviewer_metrics'
  return { table: `${table}${named(size)}`, where: `workspace_id = $1 AND ${since(size)} AND ${COLUMN[size]} < $3::${TYPE[size]} AND ${narrowed({ agent, tool })}` }
}

export const scope = (workspace: string, filter: MetricsFilter, size: Size) =>
  [workspace, ...bounds(filter, size), filter.agent ?? null, filter.tool ?? null]
