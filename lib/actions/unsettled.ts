import { LOWEST_SETTLED } from '@/lib/actions/settle'
import type { Ctx } from '@/lib/context'
import { writeCursor, type Cursor } from '@/lib/cursor'
import { query } from '@/lib/db'

export interface UnsettledRow {
  id: string
  actionName: string
  actionNameHe: string | null
  agentId: string
  toolId: string
  trustLevel: number
  startedAt: Date
  finishedAt: Date
}

// The same words as of actions_unsettled_idx.
const UNSETTLED = `workspace_id = $1 AND state = 'unknown' AND trust_level >= ${LOWEST_SETTLED}`
const COUNTED = 100
const COUNT = `SELECT count(*) AS n FROM (SELECT 1 FROM agent_action_events WHERE ${UNSETTLED} LIMIT ${COUNTED + 1}) found`
const PAGE = `
  SELECT id, action_name AS "actionName", action_name_he AS "actionNameHe", agent_id AS "agentId", tool_name AS "toolId",
    trust_level AS "trustLevel", started_at AS "startedAt", finished_at AS "finishedAt"
  FROM agent_action_events
  WHERE ${UNSETTLED} AND (finished_at, id) < (coalesce($2::timestamptz, 'infinity'), coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
  ORDER BY finished_at DESC, id DESC LIMIT $4`

/** How many started actions nobody knows the end of. Counts no further than a hundred. */
export async function countUnsettled(ctx: Ctx): Promise<{ count: number; more: boolean }> {
  const [found] = await query<{ n: number }>(COUNT, [ctx.workspace])
  const n = found?.n ?? 0
  return { count: Math.min(n, COUNTED), more: n > COUNTED }
}

/** Those, the latest first, in keyset pages. */
export async function listUnsettled(ctx: Ctx, after: Cursor | null, size = 50): Promise<{ rows: UnsettledRow[]; next: string | null }> {
  const found = await query<UnsettledRow>(PAGE, [ctx.workspace, after?.at ?? null, after?.id ?? null, size + 1])
  const rows = found.slice(0, size)
  const last = rows.at(-1)
  return { rows, next: found.length > size && last ? writeCursor({ at: last.finishedAt, id: last.id }) : null }
}
