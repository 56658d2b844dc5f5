import { closeOverdue } from '@/lib/actions/close-overdue'
import { next } from '@/lib/actions/machine'
import { lockRow } from '@/lib/actions/row'
import { ineligible } from '@/lib/approvals/eligible'
import type { Ctx } from '@/lib/context'
import { AppError, notFound } from '@/lib/errors'
import { refuse, transact } from '@/lib/transact'

export interface SettleInput {
  outcome: 'succeeded' | 'failed'
  /** How the person found out; required. */
  note: string
}

/** Reading and proposing changed nothing, so nobody has to find out what became of it. */
export const LOWEST_SETTLED = 2

const SETTLE = `
  UPDATE agent_action_events SET state = $3, result_success = $4, settled_at = $5, settled_by = $6, settled_by_id = $7, settle_note = $8
  WHERE workspace_id = $1 AND id = $2`

/**
 * A person says what became of an action whose result never came. Once, and finally.
 * Throws `conflict` unless it is unknown and of level 2 or above, `forbidden` to the agent's owner and the person it acts for.
 */
export function settle(ctx: Ctx, id: string, { outcome, note }: SettleInput): Promise<{ id: string; state: SettleInput['outcome'] }> {
  return transact(ctx, 'approvals.decide', async (tx) => {
    const { actor } = ctx
    if (actor.kind !== 'user') throw new AppError('forbidden', 'Only people settle.')
    const row = await lockRow(tx, ctx, id)
    if (!row) throw notFound('action')
    const late = await closeOverdue(tx, ctx, row)
    if (late) return refuse(new AppError('conflict', `${late.refused.detail} Look at it again, then settle it.`, late.refused.more), late.audit)
    if (row.settled_at) throw new AppError('conflict', `${row.settled_by} has already settled this: ${row.state}.`, { state: row.state })
    const state = next(row.state, `settle_${outcome}`)
    if (!state) throw new AppError('conflict', 'Only an action whose result never came is settled.', { state: row.state })
    if (row.trust_level < LOWEST_SETTLED) throw new AppError('conflict', 'This only read or proposed: it needs nobody to settle it.', { state: row.state })
    // It allows nothing, so it need not be the group that decided, and a past vote is no obstacle.
    const why = ineligible({ id: actor.id, ownerId: row.owner_id, principalId: row.on_behalf_of, inGroup: true, hasVoted: false })
    if (why === 'owner') throw new AppError('forbidden', 'You own this agent, so somebody else has to settle this.')
    if (why) throw new AppError('forbidden', 'The agent acts for you here, so somebody else has to settle this.')
    await tx.sql(SETTLE, [ctx.workspace, id, state, outcome === 'succeeded', row.now, actor.email, actor.id, note])
    return {
      value: { id, state: outcome },
      audit: [
        {
          kind: 'complete',
          event: 'action.settled',
          success: outcome === 'succeeded',
          agentId: row.agent_id,
          toolId: row.tool_name,
          actionId: id,
          runId: row.run_id,
          clientId: row.client_id,
          input: { note },
          changes: [{ field: 'state', old: row.state, new: state }],
        },
      ],
    }
  })
}
