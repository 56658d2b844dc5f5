import { countEntries } from '@/lib/audit/count'
import type { Tx } from '@/lib/db'
import { log } from '@/lib/log'
import { markDirty } from '@/lib/metrics/mark-dirty'

const NOTE = `
  INSERT INTO audit_missed_counts (workspace_id, hour)
  SELECT DISTINCT $1, date_trunc('hour', touched.at, 'UTC') FROM (
    SELECT l."timestamp" AS at FROM unnest($2::uuid[]) AS placed (id)
      CROSS JOIN LATERAL (SELECT e."timestamp" FROM agent_audit_log e WHERE e.workspace_id = $1 AND e.id = placed.id OFFSET 0) l
    UNION ALL SELECT a.created_at FROM unnest($3::uuid[]) AS changed (id)
      CROSS JOIN LATERAL (SELECT e.created_at FROM agent_action_events e WHERE e.workspace_id = $1 AND e.id = changed.id OFFSET 0) a) touched
  ON CONFLICT DO NOTHING`

export interface Placed {
  id: string
  action_id: string | null
}

/**
 * Counts entries that have just got their places and marks the hours of their actions, in the same transaction. Where that fails
 * the log goes on: the hours are noted instead, and `recountMissed` makes them again from the rows.
 */
export async function countPlaced(tx: Pick<Tx, 'sql' | 'send'>, workspace: string, placed: readonly Placed[]): Promise<void> {
  const ids = placed.map(({ id }) => id)
  const actions = [...new Set(placed.flatMap(({ action_id }) => action_id ?? []))]
  tx.send('SAVEPOINT counted')
  try {
    await countEntries(tx, workspace, ids)
    await markDirty(tx, workspace, actions)
  } catch (error) {
    await tx.sql('ROLLBACK TO SAVEPOINT counted')
    await tx.sql(NOTE, [workspace, ids, actions])
    log.error({ err: error, workspace }, 'entries could not be counted: their hours will be counted again')
  }
}
