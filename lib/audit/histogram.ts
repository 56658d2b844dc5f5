import { ASKED, SORT, TOTALS } from '@/lib/audit/count'
import { countsWithin, seriesOf, sortsOf, waitingWithin } from '@/lib/audit/counted'
import { MOST_LOOKED_AT } from '@/lib/audit/list'
import { isCounted, type AuditFilter, type AuditScope } from '@/lib/audit/schema'
import { DIMENSIONS } from '@/lib/audit/search'
import { binder, picks, where } from '@/lib/audit/where'
import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'

const HOUR = 3_600_000
/** Widths of a bar, in hours. */
const WIDTHS = [1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 120, 168]
const MOST_BARS = 96

export interface Bar {
  at: Date
  entries: number
  failed: number
}
export interface Histogram {
  bars: Bar[]
  widthMs: number
  /** Null where everything was counted; else how far back. */
  countedTo: Date | null
}

/** Pure. The narrowest bars that are not too many. */
export function barWidth(from: Date, until: Date): number {
  const hours = (until.getTime() - from.getTime()) / HOUR
  return (WIDTHS.find((width) => hours / width <= MOST_BARS) ?? 168) * HOUR
}

type Counted = { at: Date; entries: string; failed: string; oldest?: Date | null }[]

/** Entries over time, by bars of whole hours; a bar without any is there too. */
export async function histogram(workspace: WorkspaceId, scope: AuditScope, filter: AuditFilter, most = MOST_LOOKED_AT): Promise<Histogram> {
  const widthMs = barWidth(filter.from, filter.until)
  const found = await (isCounted(filter) ? fromCounts : fromRows)(workspace, scope, filter, widthMs, most)
  const at = new Map(found.map((row) => [row.at.getTime(), row]))
  const count = Math.ceil((filter.until.getTime() - filter.from.getTime()) / widthMs)
  const bars = Array.from({ length: count }, (_, index) => {
    const start = filter.from.getTime() + index * widthMs
    return { at: new Date(start), entries: Number(at.get(start)?.entries ?? 0), failed: Number(at.get(start)?.failed ?? 0) }
  })
  return { bars, widthMs, countedTo: found[0]?.oldest ?? null }
}

function fromCounts(workspace: WorkspaceId, scope: AuditScope, filter: AuditFilter, widthMs: number): Promise<Counted> {
  const { bind, values } = binder()
  bind(workspace)
  const sorts = sortsOf(filter, scope, bind)
  const coarsest = widthMs % (24 * HOUR) === 0 && filter.from.getTime() % (24 * HOUR) === 0 ? 24 : 1
  // Without a sort in it, two series say it all.
  const together = scope === 'all' && DIMENSIONS.every((name) => name === 'success' || !filter[name])
  const counts = (series: string) => countsWithin(filter.from, filter.until, series, bind, coarsest)
  const counted = together
    ? `SELECT * FROM (SELECT at, entries, series = ${TOTALS[0]} AS success FROM (${counts(`'{${TOTALS.join(',')}}'::int[]`)}) c) c WHERE ${picks('success::text', filter.success, bind).join(' AND ') || 'true'}`
    : `SELECT c.at, c.entries, s.success FROM (${counts(seriesOf(sorts))}) c JOIN audit_series s ON s.workspace_id = $1 AND s.id = c.series`
  const bin = (at: string) => `date_bin(${bind(`${widthMs / HOUR} hours`)}::interval, ${at}, ${bind(filter.from)}::timestamptz)`
  return query(`
    SELECT ${bin('at')} AS at, sum(entries) AS entries, coalesce(sum(entries) FILTER (WHERE NOT success), 0) AS failed
    FROM (
      ${counted}
      UNION ALL SELECT s.at, 1, s.success FROM (
        SELECT $1::text AS workspace_id, l."timestamp" AS at, ${SORT} FROM (SELECT l.* FROM ${waitingWithin(filter.from, filter.until, bind)}) l ${ASKED}) s
      WHERE ${sorts}) found
    GROUP BY 1`, values)
}

function fromRows(workspace: WorkspaceId, scope: AuditScope, filter: AuditFilter, widthMs: number, most: number): Promise<Counted> {
  const { pinned, rest, values } = where(workspace, filter, scope)
  const bind = (value: unknown) => `$${values.push(value)}`
  return query(`
    WITH looked AS MATERIALIZED (
      SELECT l."timestamp" AS at, l.success, (${rest}) AS matches
      FROM (SELECT * FROM agent_audit_log l WHERE ${pinned} ORDER BY l."timestamp" DESC, l.id DESC LIMIT ${most}) l)
    SELECT date_bin(${bind(`${widthMs / HOUR} hours`)}::interval, at, ${bind(filter.from)}::timestamptz) AS at, count(*) FILTER (WHERE matches) AS entries,
      count(*) FILTER (WHERE matches AND NOT success) AS failed, (SELECT CASE WHEN count(*) = ${most} THEN min(at) END FROM looked) AS oldest
    FROM looked GROUP BY 1`, values)
}
