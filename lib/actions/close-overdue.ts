import { randomUUID } from 'node:crypto'
import type { AuditInput } from '@/lib/audit/append'
import { overdue } from '@/lib/actions/machine'
import { lockRow, type ActionRow } from '@/lib/actions/row'
import { asWorkspaceId, systemCtx, type Ctx } from '@/lib/context'
import { query, type Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { transact, unchanged } from '@/lib/transact'

const END_APPROVAL = `UPDATE agent_approvals SET status = $4, resolved_at = $3, resolved_by = $5
  WHERE workspace_id = $1 AND id = $2`
const CLOSE = `UPDATE agent_action_events SET state = $3, finished_at = $4 WHERE workspace_id = $1 AND id = $2`

const OUTCOMES = {
  expire: { state: 'expired', kind: 'approval', event: 'approval.expired', code: 'expired', text: 'Nobody decided in time: the approval expired.' },
  lapse: { state: 'lapsed', kind: 'approval', event: 'action.lapsed', code: 'lapsed', text: 'The approval was not used in time.' },
  void: { state: 'cancelled', kind: 'approval', event: 'action.voided', code: 'conflict', text: "The tool's schema has changed since: what was asked under the old one is void. Ask again." },
  lose: { state: 'unknown', kind: 'error', event: 'action.unknown', code: 'conflict', text: 'No result was reported in time.' },
} as const

/** Does what time or a changed schema has already decided about a locked row, for whoever finds it. Null when nothing is overdue. */
export async function closeOverdue(tx: Tx, ctx: Ctx, row: ActionRow): Promise<{ refused: AppError; audit: AuditInput } | null> {
  const event = overdue({ state: row.state, schemaChanged: row.schema_changed, expiresAt: row.expires_at, executeBy: row.execute_by, resultDue: row.result_due }, row.now)
  if (!event) return null
  const { state, kind, event: name, code, text } = OUTCOMES[event]
  if (event === 'expire') await tx.sql(END_APPROVAL, [ctx.workspace, row.approval_id, row.now, 'expired', 'system:clock'])
  if (event === 'void' && row.state === 'pending') await tx.sql(END_APPROVAL, [ctx.workspace, row.approval_id, row.now, 'cancelled', 'system:schema'])
  await tx.sql(CLOSE, [ctx.workspace, row.id, state, row.now])
  const audit: AuditInput = {
    kind,
    event: name,
    success: false,
    by: event === 'void' ? 'system:schema' : 'system:clock',
    agentId: row.agent_id,
    toolId: row.tool_name,
    actionId: row.id,
    runId: row.run_id,
    clientId: row.client_id,
    changes: [{ field: 'state', old: row.state, new: state }],
  }
  const errors = event === 'void' ? [{ path: '/tool_schema_sha256', message: 'changed' }] : undefined
  return { refused: new AppError(code, text, { state, errors }), audit }
}

// Not clock_timestamp(): a volatile value cannot bound an index scan, and this runs every second. Each is judged again by that clock.
const NOW = 'coalesce($1::timestamptz, statement_timestamp())'
const FIND = `
  SELECT workspace_id, action_id AS id FROM agent_approvals WHERE status = 'pending' AND expires_at <= ${NOW}
  UNION ALL SELECT workspace_id, id FROM agent_action_events WHERE state = 'approved' AND execute_by <= ${NOW}
  UNION ALL SELECT workspace_id, id FROM agent_action_events WHERE state = 'executing' AND result_due <= ${NOW}
  LIMIT 200`

const FIND_VOID = `
  SELECT e.workspace_id, e.id FROM agent_action_events e
  JOIN tools t ON t.workspace_id = e.workspace_id AND t.id = e.tool_name
  WHERE e.workspace_id = $1 AND e.tool_name = $2 AND e.state IN ('pending', 'approved') AND t.schema_sha256 IS DISTINCT FROM e.tool_schema_sha256
  LIMIT 200`

interface Found {
  workspace_id: string
  id: string
}

/** Each in its own transaction, judged again under its lock. Returns how many were closed. */
async function closeEach(found: readonly Found[], by: `system:${string}`, at?: Date): Promise<number> {
  let closed = 0
  for (const { workspace_id, id } of found) {
    const ctx: Ctx = { ...systemCtx(asWorkspaceId(workspace_id), by, randomUUID()), at }
    closed += await transact(ctx, 'clock.run', async (tx) => {
      const row = await lockRow(tx, ctx, id)
      const late = row && (await closeOverdue(tx, ctx, row))
      return late ? { value: 1, audit: [late.audit] } : unchanged(0)
    })
  }
  return closed
}

/** The worker's sweep: closes up to 200 overdue actions of all workspaces. */
export async function closeOverdueBatch(at?: Date): Promise<number> {
  return closeEach(await query<Found>(FIND, [at ?? null]), 'system:clock', at)
}

/** After a tool's schema changed: withdraws up to 200 of what was asked under the old one, so that waiting agents hear of it. */
export async function closeVoidedBatch(workspace: string, toolId: string): Promise<number> {
  return closeEach(await query<Found>(FIND_VOID, [workspace, toolId]), 'system:schema')
}
