import { count, TOTALS } from '@/lib/audit/count'
import { treeLock } from '@/lib/audit/grow'
import type { WorkspaceId } from '@/lib/context'
import { query, type Sql } from '@/lib/db'
import { DAY, fitting, HOUR } from '@/lib/metrics/period'
import { sequenced } from '@/lib/transact'

const LOCK = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))'
const SIZES = `SELECT h.hour, (SELECT count(*) FROM agent_audit_log e WHERE e.workspace_id = $1 AND e."timestamp" >= h.hour AND e."timestamp" < h.hour + interval '1 hour')::int AS size
  FROM unnest($2::timestamptz[]) WITH ORDINALITY AS h (hour, place) ORDER BY place`

const SERIES = `(SELECT id FROM audit_series WHERE workspace_id = $1 UNION ALL SELECT unnest('{${TOTALS.join(',')}}'::int[])) s`
const forget = (span: number) => `DELETE FROM audit_counts c USING ${SERIES} WHERE c.workspace_id = $1 AND c.series = s.id AND c.span = ${span} AND c.at = ANY ($2::timestamptz[])`
const HOURS = count(`(SELECT e.* FROM unnest($2::timestamptz[]) AS h (hour) CROSS JOIN LATERAL (
    SELECT * FROM agent_audit_log e WHERE e.workspace_id = $1 AND e."timestamp" >= h.hour AND e."timestamp" < h.hour + interval '1 hour'
      AND NOT EXISTS (SELECT FROM audit_pending w WHERE w.workspace_id = $1 AND w.entry_id = e.id) OFFSET 0) e) l`, `(1, 'hour')`)
const together = (span: number, unit: 'day' | 'month', finer: number) => `
  INSERT INTO audit_counts (workspace_id, series, span, at, entries)
  SELECT $1, c.series, ${span}, u.at, sum(c.entries) FROM unnest($2::timestamptz[]) AS u (at) CROSS JOIN ${SERIES}
  JOIN audit_counts c ON c.workspace_id = $1 AND c.series = s.id AND c.span = ${finer} AND c.at >= u.at AND c.at < (u.at AT TIME ZONE 'UTC' + interval '1 ${unit}') AT TIME ZONE 'UTC'
  GROUP BY c.series, u.at`

/** Entries that are counted in one transaction, if one hour has not more. */
const MOST = 100_000

/**
 * Makes the counts of the first of these hours from the rows again, as many as one transaction should, and of their days and months.
 * Answers how many hours. The caller's transaction is the worker's.
 */
async function recountHours(sql: Sql, workspace: string, wanted: readonly Date[], most: number): Promise<number> {
  await sql(LOCK, [treeLock(workspace)])
  const sizes = await sql<{ size: number }>(SIZES, [workspace, wanted])
  const hours = wanted.slice(0, fitting(sizes.map(({ size }) => size), most))
  const starts = (of: (hour: Date) => number) => [...new Set(hours.map(of))].map((at) => new Date(at))
  await sql(forget(1), [workspace, hours])
  await sql(HOURS, [workspace, hours])
  const days = starts((hour) => Math.floor(hour.getTime() / DAY) * DAY)
  await sql(forget(24), [workspace, days])
  await sql(together(24, 'day', 1), [workspace, days])
  const months = starts((hour) => Date.UTC(hour.getUTCFullYear(), hour.getUTCMonth()))
  await sql(forget(720), [workspace, months])
  await sql(together(720, 'month', 24), [workspace, months])
  return hours.length
}

const DAYS = `
  SELECT date_trunc('day', least(min(l."timestamp"), (SELECT min(at) FROM audit_counts WHERE workspace_id = $1)), 'UTC') AS first,
    greatest(max(l."timestamp"), (SELECT max(at) FROM audit_counts WHERE workspace_id = $1)) AS last
  FROM agent_audit_log l WHERE l.workspace_id = $1`

/** Makes all counts from the rows again: after a bulk load. On the worker's connection; safe to repeat. */
export async function recountAudit(workspace: WorkspaceId, most = MOST): Promise<void> {
  const [days] = await query<{ first: Date | null; last: Date | null }>(DAYS, [workspace])
  if (!days?.first || !days.last) return
  for (let day = days.first.getTime(); day <= days.last.getTime(); day += DAY) {
    let hours = Array.from({ length: 24 }, (_, index) => new Date(day + index * HOUR))
    while (hours.length > 0) {
      const left = hours
      hours = left.slice(await sequenced(({ sql }) => recountHours(sql, workspace, left, most)))
    }
  }
}

const MISSED = 'SELECT DISTINCT workspace_id AS workspace FROM audit_missed_counts'
const NOTED = 'SELECT hour FROM audit_missed_counts WHERE workspace_id = $1 ORDER BY hour DESC LIMIT 24'
const MADE_GOOD = `
  WITH gone AS (DELETE FROM audit_missed_counts WHERE workspace_id = $1 AND hour = ANY ($2::timestamptz[]) RETURNING hour)
  INSERT INTO metrics_dirty (workspace_id, hour) SELECT $1, hour FROM gone ON CONFLICT (workspace_id, hour) DO UPDATE SET mark = gen_random_uuid()`

/** Makes good what could not be counted when it was placed. The worker's, again and again: it reads one empty table when all is well. */
export async function recountMissed(): Promise<void> {
  for (const { workspace } of await query<{ workspace: string }>(MISSED)) {
    for (let left = true; left; ) {
      left = await sequenced(async ({ sql }) => {
        await sql(LOCK, [treeLock(workspace)]) // what is noted meanwhile is noted after this
        const hours = (await sql<{ hour: Date }>(NOTED, [workspace])).map(({ hour }) => hour)
        if (hours.length === 0) return false
        const done = await recountHours(sql, workspace, hours, MOST)
        await sql(MADE_GOOD, [workspace, hours.slice(0, done)])
        return true
      })
    }
  }
}
