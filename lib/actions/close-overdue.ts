import { randomUUID } from 'node:crypto'
import type { AuditInput } from '@/lib/audit/append'
import { overdue } from '@/lib/actions/machine'
import { lockRow, type ActionRow } from '@/lib/actions/row'
import { asWorkspaceId, systemCtx, type Ctx } from '@/lib/context'
import { query, type Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { transact, unchanged } from '@/lib/transact'

const EXPIRE_APPROVAL = `UPDATE agent_approvals SET status = 'expired', resolved_at = $3, resolved_by = 'system:clock'
  WHERE workspace_id = $1 AND id = $2`
const CLOSE = `UPDATE agent_action_events SET state = $3, finished_at = $4 WHERE workspace_id = $1 AND id = $2`

const OUTCOMES = {
  expire: { state: 'expired', kind: 'approval', event: 'approval.expired', code: 'expired', text: 'Nobody decided in time: the approval expired.' },
  lapse: { state: 'lapsed', kind: 'approval', event: 'action.lapsed', code: 'lapsed', text: 'The approval was not used in time.' },
  lose: { state: 'unknown', kind: 'error', event: 'action.unknown', code: 'conflict', text: 'No result was reported in time.' },
} as const

/** Does what time has already decided about a locked row, for whoever finds it. Null when nothing is overdue. */
export async function closeOverdue(tx: Tx, ctx: Ctx, row: ActionRow): Promise<{ refused: AppError; audit: AuditInput } | null> {
  const event = overdue({ state: row.state, expiresAt: row.expires_at, executeBy: row.execute_by, resultDue: row.result_due }, row.now)
  if (!event) return null
  const { state, kind, event: name, code, text } = OUTCOMES[event]
  if (event === 'expire') await tx.sql(EXPIRE_APPROVAL, [ctx.workspace, row.approval_id, row.now])
  await tx.sql(CLOSE, [ctx.workspace, row.id, state, row.now])
  const audit: AuditInput = {
    kind,
    event: name,
    success: false,
    by: 'system:clock',
    agentId: row.agent_id,
    toolId: row.tool_name,
    actionId: row.id,
    runId: row.run_id,
    clientId: row.client_id,
    changes: [{ field: 'state', old: row.state, new: state }],
  }
  return { refused: new AppError(code, text, { state }), audit }
}

const FIND = `
  SELECT workspace_id, action_id AS id FROM agent_approvals WHERE status = 'pending' AND expires_at <= coalesce($1::timestamptz, clock_timestamp())
  UNION ALL SELECT workspace_id, id FROM agent_action_events WHERE state = 'approved' AND execute_by <= coalesce($1::timestamptz, clock_timestamp())
  UNION ALL SELECT workspace_id, id FROM agent_action_events WHERE state = 'executing' AND result_due <= coalesce($1::timestamptz, clock_timestamp())
  LIMIT 200`

/** The worker's sweep: closes up to 200 overdue actions of all workspaces, each in its own transaction. Returns how many. */
export async function closeOverdueBatch(at?: Date): Promise<number> {
  const found = await query<{ workspace_id: string; id: string }>(FIND, [at ?? null])
  let closed = 0
  for (const { workspace_id, id } of found) {
    const ctx: Ctx = { ...systemCtx(asWorkspaceId(workspace_id), 'system:clock', randomUUID()), at }
    closed += await transact(ctx, 'clock.run', async (tx) => {
      const row = await lockRow(tx, ctx, id)
      const late = row && (await closeOverdue(tx, ctx, row))
      return late ? { value: 1, audit: [late.audit] } : unchanged(0)
    })
  }
  return closed
}
