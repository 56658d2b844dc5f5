import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { sequenced, type Tx } from '@/lib/transact'

/** SQL: the sort of an entry `l` whose approval, if any, is `p`; the columns of `audit_series`. */
export const SORT = `l.action_type AS kind, l.action AS event, l.actor_id, coalesce(l.agent_id, '') AS agent_id, coalesce(l.tool_id, '') AS tool_id,
  l.success, p.id IS NOT NULL AS asked, coalesce(p.reviewer_group, '') AS reviewer_group`
export const ASKED = 'LEFT JOIN agent_approvals p ON p.workspace_id = l.workspace_id AND p.action_id = l.action_id'

/** All sorts together: those that succeeded and those that failed. */
export const TOTALS = [0, -1] as const
// A month is a span by name. A day's recount leaves it out: it is the sum of its days.
const HOURS_AND_DAYS = `(1, 'hour'), (24, 'day')`
const ALL = `${HOURS_AND_DAYS}, (720, 'month')`

// One statement over the entries it is given: new sorts first, then how many.
const count = (entries: string, units: string) => `
  WITH counted AS MATERIALIZED (
    SELECT ${SORT}, date_trunc('hour', l."timestamp", 'UTC') AS hour, count(*) AS entries FROM ${entries} ${ASKED} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9),
  sorts AS (
    SELECT DISTINCT c.kind, c.event, c.actor_id, c.agent_id, c.tool_id, c.success, c.asked, c.reviewer_group, s.id FROM counted c
    LEFT JOIN audit_series s ON s.workspace_id = $1 AND s.kind = c.kind AND s.event = c.event AND s.actor_id = c.actor_id AND s.agent_id = c.agent_id
      AND s.tool_id = c.tool_id AND s.success = c.success AND s.asked = c.asked AND s.reviewer_group = c.reviewer_group),
  fresh AS (
    INSERT INTO audit_series (workspace_id, id, kind, event, actor_id, agent_id, tool_id, success, asked, reviewer_group)
    SELECT $1, (SELECT coalesce(max(id), 0) FROM audit_series WHERE workspace_id = $1) + row_number() OVER (),
      kind, event, actor_id, agent_id, tool_id, success, asked, reviewer_group FROM sorts WHERE id IS NULL
    RETURNING kind, event, actor_id, agent_id, tool_id, success, asked, reviewer_group, id),
  known AS (SELECT * FROM fresh UNION ALL SELECT * FROM sorts WHERE id IS NOT NULL)
  INSERT INTO audit_counts AS kept (workspace_id, series, span, at, entries)
  SELECT $1, sort.series, unit.span, date_trunc(unit.name, c.hour, 'UTC'), sum(c.entries)
  FROM counted c JOIN known USING (kind, event, actor_id, agent_id, tool_id, success, asked, reviewer_group)
  CROSS JOIN LATERAL (VALUES (known.id), (CASE WHEN c.success THEN ${TOTALS[0]} ELSE ${TOTALS[1]} END)) sort (series)
  CROSS JOIN (VALUES ${units}) unit (span, name)
  GROUP BY 2, 3, 4
  ON CONFLICT (workspace_id, series, span, at) DO UPDATE SET entries = kept.entries + excluded.entries`
const PLACED = count(`unnest($2::uuid[]) AS placed (id)
    CROSS JOIN LATERAL (SELECT * FROM agent_audit_log e WHERE e.workspace_id = $1 AND e.id = placed.id OFFSET 0) l`, ALL)

/** Adds entries to the counts of their hours, days and months. Only who holds the lock of the workspace's log may, in the same transaction. */
export async function countEntries({ sql }: Pick<Tx, 'sql'>, workspace: string, entries: readonly string[]): Promise<void> {
  await sql(PLACED, [workspace, entries])
}

const LOCK = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))'
const DAYS = `
  SELECT date_trunc('day', least(min(l."timestamp"), (SELECT min(at) FROM audit_counts WHERE workspace_id = $1)), 'UTC') AS first,
    greatest(max(l."timestamp"), (SELECT max(at) FROM audit_counts WHERE workspace_id = $1)) AS last
  FROM agent_audit_log l WHERE l.workspace_id = $1`
const FORGET = `
  DELETE FROM audit_counts c USING (SELECT id FROM audit_series WHERE workspace_id = $1 UNION ALL SELECT unnest('{${TOTALS.join(',')}}'::int[])) s
  WHERE c.workspace_id = $1 AND c.series = s.id
    AND ((c.span IN (1, 24) AND c.at >= $2 AND c.at < $2::timestamptz + interval '1 day') OR (c.span = 720 AND c.at = date_trunc('month', $2::timestamptz, 'UTC')))`
const DAY_OF_ROWS = count(`(SELECT * FROM agent_audit_log e WHERE e.workspace_id = $1 AND e."timestamp" >= $2 AND e."timestamp" < $2::timestamptz + interval '1 day'
    AND NOT EXISTS (SELECT FROM audit_pending w WHERE w.workspace_id = $1 AND w.entry_id = e.id)) l`, HOURS_AND_DAYS)
const MONTH = `
  INSERT INTO audit_counts (workspace_id, series, span, at, entries)
  SELECT $1, c.series, 720, date_trunc('month', $2::timestamptz, 'UTC'), sum(c.entries)
  FROM (SELECT id FROM audit_series WHERE workspace_id = $1 UNION ALL SELECT unnest('{${TOTALS.join(',')}}'::int[])) s
  JOIN audit_counts c ON c.workspace_id = $1 AND c.series = s.id AND c.span = 24 AND c.at >= date_trunc('month', $2::timestamptz, 'UTC')
    AND c.at < date_trunc('month', $2::timestamptz, 'UTC') + interval '1 month' GROUP BY c.series`
const DAY_MS = 86_400_000

/** Makes the counts from the rows again, one UTC day a transaction: after a bulk load. On the worker's connection. */
export async function recountAudit(workspace: WorkspaceId): Promise<void> {
  const [days] = await query<{ first: Date | null; last: Date | null }>(DAYS, [workspace])
  if (!days?.first || !days.last) return
  for (let day = days.first; day <= days.last; day = new Date(day.getTime() + DAY_MS)) {
    await sequenced(async ({ sql }) => {
      await sql(LOCK, [`countersign:log:${workspace}`])
      await sql(FORGET, [workspace, day])
      await sql(DAY_OF_ROWS, [workspace, day])
      await sql(MONTH, [workspace, day])
    })
  }
}
