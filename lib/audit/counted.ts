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

/** SQL: the series of these sorts. */
export const seriesOf = (sorts: string) => `ARRAY(SELECT s.id FROM audit_series s WHERE ${sorts})`

/** The spans of time that are counted, by name of hours; the coarsest that a reader can use. */
type Coarsest = 1 | 24 | 720

/** SQL: counts within whole hours, from whole days and months where they are inside; `at` is where the hour, day or month begins. */
export function countsWithin(from: Date, until: Date, series: string, bind: Bind, coarsest: Coarsest): string {
  return pieces(from.getTime(), until.getTime(), coarsest)
    .map(([span, first, last]) => `SELECT c.series, c.at, c.entries FROM audit_counts c
      WHERE c.workspace_id = $1 AND c.series = ANY (${series}) AND c.span = ${span} AND c.at >= ${bind(new Date(first))} AND c.at < ${bind(new Date(last))}`)
    .join('\n    UNION ALL ')
}

type Piece = [span: Coarsest, first: number, last: number]

function pieces(start: number, end: number, coarsest: Coarsest): Piece[] {
  const split = (span: 24 | 720, first: number, last: number): Piece[] => {
    const finer = span === 720 ? 24 : 1
    return first < last ? [...pieces(start, first, finer), [span, first, last], ...pieces(last, end, finer)] : pieces(start, end, finer)
  }
  if (start >= end) return []
  if (coarsest === 1) return [[1, start, end]]
  if (coarsest === 24) return split(24, startOfDay(start + DAY - 1), startOfDay(end))
  const first = new Date(start)
  const next = start === Date.UTC(first.getUTCFullYear(), first.getUTCMonth()) ? 0 : 1
  const last = new Date(end)
  return split(720, Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + next), Date.UTC(last.getUTCFullYear(), last.getUTCMonth()))
}

/** SQL: the entries `l` that still wait for their place and are in no count yet. */
export const waitingWithin = (from: Date, until: Date, bind: Bind) => `
  (SELECT w.entry_id FROM audit_pending w WHERE w.workspace_id = $1 LIMIT ${MOST_WAITING}) waiting
  CROSS JOIN LATERAL (SELECT * FROM agent_audit_log e WHERE e.workspace_id = $1 AND e.id = waiting.entry_id OFFSET 0) l
  WHERE l."timestamp" >= ${bind(from)} AND l."timestamp" < ${bind(until)}`

/** SQL: the hours whose counts could not be written when their entries were placed. */
export const missedWithin = (from: Date, until: Date, bind: Bind) =>
  `audit_missed_counts m WHERE m.workspace_id = $1 AND m.hour >= ${bind(from)} AND m.hour < ${bind(until)}`
