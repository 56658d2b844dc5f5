import { closeOverdue } from '@/lib/actions/close-overdue'
import { next } from '@/lib/actions/machine'
import { lockRow, rereadRow } from '@/lib/actions/row'
import { toView } from '@/lib/actions/view'
import type { Ctx } from '@/lib/context'
import { AppError, notFound } from '@/lib/errors'
import { refuse, transact, unchanged } from '@/lib/transact'
import type { ActionView } from '@/packages/sdk/contract/actions'

const CANCEL = `UPDATE agent_action_events SET state = 'cancelled', finished_at = $3 WHERE workspace_id = $1 AND id = $2`
const CANCEL_APPROVAL = `UPDATE agent_approvals SET status = 'cancelled', resolved_at = $3, resolved_by = $4
  WHERE workspace_id = $1 AND action_id = $2 AND status = 'pending'`

/** The agent withdraws what has not started. Withdrawing twice is fine. */
export function cancel(ctx: Ctx, id: string): Promise<ActionView> {
  return transact(ctx, 'actions.write', async (tx) => {
    const row = await lockRow(tx, ctx, id)
    if (!row) throw notFound('action')
    if (row.state === 'cancelled') return unchanged(toView(row))
    const late = await closeOverdue(tx, ctx, row)
    if (late) return refuse(late.refused, late.audit)
    const state = next(row.state, 'cancel')
    if (!state) throw new AppError('conflict', `The action is ${row.state}; it can no longer be withdrawn.`, { state: row.state })
    await tx.sql(CANCEL, [ctx.workspace, id, row.now])
    await tx.sql(CANCEL_APPROVAL, [ctx.workspace, id, row.now, ctx.actor.id])
    return {
      value: toView(await rereadRow(tx, ctx, id)),
      audit: [
        {
          kind: 'approval',
          event: 'action.cancelled',
          toolId: row.tool_name,
          actionId: id,
          runId: row.run_id,
          clientId: row.client_id,
          changes: [{ field: 'state', old: row.state, new: state }],
        },
      ],
    }
  })
}
