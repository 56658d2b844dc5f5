import { lockAsked } from '@/lib/actions/row'
import { alreadyResolved } from '@/lib/approvals/conflict'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { transact, unchanged } from '@/lib/transact'

const PUT_OFF = `INSERT INTO approval_snoozes (workspace_id, member_id, approval_request_id, until) VALUES ($1, $2, $3, $4)
  ON CONFLICT (workspace_id, member_id, approval_request_id) DO UPDATE SET until = excluded.until`
const WAKE = `DELETE FROM approval_snoozes WHERE workspace_id = $1 AND member_id = $2 AND approval_request_id = $3 RETURNING until`
// What came back by itself has no further use.
const FORGET = `DELETE FROM approval_snoozes WHERE workspace_id = $1 AND member_id = $2 AND until <= $3`

/**
 * Puts an approval off for oneself until a time; null brings it back now. Others see it as ever, the clock runs on,
 * and nothing can be put off until it would expire: that is `invalid`.
 */
export function snooze(ctx: Ctx, { approvalId, until }: { approvalId: string; until: Date | null }): Promise<void> {
  return transact<void>(ctx, 'approvals.decide', async (tx) => {
    const { actor } = ctx
    if (actor.kind !== 'user') throw new AppError('forbidden', 'Only people put something off.')
    const row = await lockAsked(tx, ctx, approvalId)
    const about = { kind: 'approval', agentId: row.agent_id, toolId: row.tool_name, actionId: row.id, runId: row.run_id, clientId: row.client_id } as const
    if (until === null) {
      const [woken] = await tx.sql<{ until: Date }>(WAKE, [ctx.workspace, actor.id, approvalId])
      if (!woken) return unchanged(undefined)
      return { value: undefined, audit: [{ ...about, event: 'approval.snoozed', changes: [{ field: 'snoozed_until', old: woken.until.toISOString(), new: null }] }] }
    }
    if (row.approval_status !== 'pending' || !row.expires_at) throw alreadyResolved(row)
    if (until <= row.now) throw new AppError('invalid', 'That time has passed.', { errors: [{ path: '/until', message: 'passed' }] })
    if (until >= row.expires_at) throw new AppError('invalid', 'It expires before that.', { errors: [{ path: '/until', message: 'expires_before' }] })
    await tx.sql(FORGET, [ctx.workspace, actor.id, row.now])
    await tx.sql(PUT_OFF, [ctx.workspace, actor.id, approvalId, until])
    return { value: undefined, audit: [{ ...about, event: 'approval.snoozed', changes: [{ field: 'snoozed_until', old: null, new: until.toISOString() }] }] }
  })
}
