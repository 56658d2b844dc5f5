import { REVIEWERS_KINDS, type AuditFilter, type AuditScope } from '@/lib/audit/schema'
import { DIMENSIONS, type Dimension } from '@/lib/audit/search'
import { inGroupOf, picks, type Bind } from '@/lib/audit/where'

const DAY = 86_400_000
const startOfDay = (at: number) => Math.floor(at / DAY) * DAY
/** Entries that wait for their place are read row by row; where more than this wait, counts say they are behind. */
export const MOST_WAITING = 5000

const SORT: Record<Dimension, string> = { kind: `s.kind`, event: `s.event`, agent: `s.agent_id`, tool: `s.tool_id`, actor: `s.actor_id`, success: `s.success::text` }

/** SQL: the sorts of a workspace ($1) that a reader may see, and those that a filter asks for. */
export function sortsOf(filter: Partial<AuditFilter>, scope: AuditScope, bind: Bind): string {
  const parts = ['s.workspace_id = $1', ...DIMENSIONS.flatMap((name) => picks(SORT[name], filter[name], bind))]
  if (scope !== 'all') parts.push(`s.asked AND s.kind = ANY (${bind(REVIEWERS_KINDS)}) AND ${inGroupOf(bind(scope.reviewer), 's.reviewer_group', `s.reviewer_group = ''`)}`)
  return parts.join(' AND ')
}

/** SQL: counts within whole hours, from days where a whole day is inside; `at` is the hour or day. */
export function countsWithin(from: Date, until: Date, sorts: string, bind: Bind, hourly = false): string {
  const [start, end] = [from.getTime(), until.getTime()]
  const firstDay = startOfDay(start + DAY - 1)
  const lastDay = startOfDay(end)
  const pieces: [number, number, number][] = hourly || lastDay <= firstDay ? [[1, start, end]] : [[1, start, firstDay], [24, firstDay, lastDay], [1, lastDay, end]]
  return pieces
    .filter(([, first, last]) => first < last)
    .map(([span, first, last]) => `SELECT c.series, c.at, c.entries FROM audit_counts c
      WHERE c.workspace_id = $1 AND c.series = ANY (ARRAY(SELECT s.id FROM audit_series s WHERE ${sorts}))
        AND c.span = ${span} AND c.at >= ${bind(new Date(first))} AND c.at < ${bind(new Date(last))}`)
    .join('\n    UNION ALL ')
}

/** SQL: the entries `l` that still wait for their place and are in no count yet. */
export const waitingWithin = (from: Date, until: Date, bind: Bind) => `
  (SELECT w.entry_id FROM audit_pending w WHERE w.workspace_id = $1 LIMIT ${MOST_WAITING}) waiting
  CROSS JOIN LATERAL (SELECT * FROM agent_audit_log e WHERE e.workspace_id = $1 AND e.id = waiting.entry_id OFFSET 0) l
  WHERE l."timestamp" >= ${bind(from)} AND l."timestamp" < ${bind(until)}`
