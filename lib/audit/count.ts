import type { Tx } from '@/lib/db'

/** SQL: the sort of an entry `l` whose approval, if any, is `p`; the columns of `audit_series`. */
export const SORT = `l.action_type AS kind, l.action AS event, l.actor_id, coalesce(l.agent_id, '') AS agent_id, coalesce(l.tool_id, '') AS tool_id,
  l.success, p.id IS NOT NULL AS asked, coalesce(p.reviewer_group, '') AS reviewer_group`
export const ASKED = 'LEFT JOIN agent_approvals p ON p.workspace_id = l.workspace_id AND p.action_id = l.action_id'

/** All sorts together: those that succeeded and those that failed. */
export const TOTALS = [0, -1] as const

/** SQL: adds the entries `l` it is given (workspace $1) to the counts of these spans; new sorts first, then how many. */
export const count = (entries: string, units: string) => `
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
    CROSS JOIN LATERAL (SELECT * FROM agent_audit_log e WHERE e.workspace_id = $1 AND e.id = placed.id OFFSET 0) l`, `(1, 'hour'), (24, 'day'), (720, 'month')`)

/** Adds entries to the counts of their hours, days and months. Only who holds the lock of the workspace's log may, in the same transaction. */
export async function countEntries({ sql }: Pick<Tx, 'sql'>, workspace: string, entries: readonly string[]): Promise<void> {
  await sql(PLACED, [workspace, entries])
}
