import type { Tx } from '@/lib/db'

const MARK = `
  INSERT INTO metrics_dirty AS d (workspace_id, hour)
  SELECT DISTINCT $1, date_trunc('hour', a.created_at, 'UTC') FROM unnest($2::uuid[]) AS changed (id)
  CROSS JOIN LATERAL (SELECT created_at FROM agent_action_events e WHERE e.workspace_id = $1 AND e.id = changed.id OFFSET 0) a
  ORDER BY 2
  ON CONFLICT (workspace_id, hour) DO UPDATE SET mark = gen_random_uuid()`

/** Notes the hours whose actions have changed, for the worker to count again. */
export async function markDirty({ sql }: Pick<Tx, 'sql'>, workspace: string, actionIds: Iterable<string>): Promise<void> {
  const ids = [...new Set(actionIds)]
  if (ids.length > 0) await sql(MARK, [workspace, ids])
}
