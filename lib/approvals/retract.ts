import { closeOverdue } from '@/lib/actions/close-overdue'
import { next } from '@/lib/actions/machine'
import { lockAsked } from '@/lib/actions/row'
import { alreadyResolved } from '@/lib/approvals/conflict'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { refuse, transact } from '@/lib/transact'

const RETRACT = `
  INSERT INTO approval_decisions (workspace_id, id, approval_request_id, decision, decided_by, decided_by_id, action_hash, at)
  VALUES ($1, $2, $3, 'retract', $4, $5, $6, $7)`
const REOPEN = `UPDATE agent_action_events SET state = 'pending', startable_at = NULL, execute_by = NULL WHERE workspace_id = $1 AND id = $2`

/** Undo: takes one's own approval back while it is on hold. After the hold it is the agent's, and this is a `conflict`. */
export function retract(ctx: Ctx, { approvalId }: { approvalId: string }): Promise<{ approvalId: string; actionId: string }> {
  return transact(ctx, 'approvals.decide', async (tx) => {
    const { actor } = ctx
    if (actor.kind !== 'user') throw new AppError('forbidden', 'Only people decide.')
    const row = await lockAsked(tx, ctx, approvalId)
    const late = await closeOverdue(tx, ctx, row)
    if (late) return refuse(new AppError('conflict', late.refused.detail, late.refused.more), late.audit)
    if (!next(row.state, 'retract')) throw alreadyResolved(row)
    if (row.resolved_by !== actor.email) throw new AppError('forbidden', 'Only the person who approved can take it back.')
    if (!row.startable_at || row.startable_at <= row.now) {
      throw new AppError('conflict', 'The hold is over: the agent may already be acting.', { state: row.state })
    }
    await tx.sql(REOPEN, [ctx.workspace, row.id])
    await tx.sql(RETRACT, [ctx.workspace, newId(), approvalId, actor.email, actor.id, row.action_hash, row.now])
    return {
      value: { approvalId, actionId: row.id },
      audit: [
        {
          kind: 'approval',
          event: 'approval.retracted',
          agentId: row.agent_id,
          toolId: row.tool_name,
          actionId: row.id,
          runId: row.run_id,
          clientId: row.client_id,
          changes: [{ field: 'status', old: 'approved', new: 'pending' }],
        },
      ],
    }
  })
}
