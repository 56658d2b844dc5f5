import { closeOverdue } from '@/lib/actions/close-overdue'
import { next } from '@/lib/actions/machine'
import { lockRow, type ActionRow } from '@/lib/actions/row'
import { alreadyResolved } from '@/lib/approvals/conflict'
import { ineligible } from '@/lib/approvals/eligible'
import type { Actor, Ctx } from '@/lib/context'
import { query, type Tx } from '@/lib/db'
import { AppError, notFound } from '@/lib/errors'
import { isId, newId } from '@/lib/ids'
import { refuse, transact } from '@/lib/transact'

export interface DecideInput {
  approvalId: string
  decision: 'approve' | 'reject' | 'reply'
  /** The hash of what the person was shown; any other is a conflict. */
  actionHash: string
  /** The reason of a rejection, the words of a reply; required for both. */
  comment?: string
}

export interface Decided {
  approvalId: string
  actionId: string
  status: 'approved' | 'rejected'
  /** From when the agent may start; until then the approval can be retracted. */
  startableAt: Date | null
}

const FIND = `SELECT action_id FROM agent_approvals WHERE workspace_id = $1 AND id = $2`
const VOTED = `
  SELECT count(*) FILTER (WHERE decision = 'approve') > count(*) FILTER (WHERE decision = 'retract') AS voted
  FROM approval_decisions WHERE workspace_id = $1 AND approval_request_id = $2 AND decided_by_id = $3`
const DECIDE = `
  INSERT INTO approval_decisions (workspace_id, id, approval_request_id, decision, decided_by, decided_by_id, comment, action_hash, at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
const APPROVED = `UPDATE agent_action_events SET state = 'approved', startable_at = $3, execute_by = $4 WHERE workspace_id = $1 AND id = $2`
const REJECTED = `UPDATE agent_action_events SET state = 'rejected', finished_at = $3 WHERE workspace_id = $1 AND id = $2`

/** The action an approval is about never changes, so it is read without a lock. */
export async function actionOf(ctx: Ctx, approvalId: string): Promise<string> {
  const [found] = isId(approvalId) ? await query<{ action_id: string }>(FIND, [ctx.workspace, approvalId]) : []
  if (!found) throw notFound('approval')
  return found.action_id
}

async function checkVoter(tx: Tx, ctx: Ctx, user: Extract<Actor, { kind: 'user' }>, row: ActionRow): Promise<void> {
  const [vote] = await tx.sql<{ voted: boolean }>(VOTED, [ctx.workspace, row.approval_id, user.id])
  const why = ineligible({ id: user.id, ownerId: row.owner_id, principalId: row.on_behalf_of, hasVoted: vote?.voted ?? false })
  if (why === 'owner') throw new AppError('forbidden', 'You own this agent, so somebody else has to decide.')
  if (why === 'principal') throw new AppError('forbidden', 'The agent acts for you here, so somebody else has to decide.')
  if (why === 'already_voted') throw new AppError('conflict', 'You have already decided this one.', { state: row.state })
}

/** Moves the action; the database moves the approval when the decision is inserted. */
async function move(tx: Tx, ctx: Ctx, row: ActionRow, approves: boolean): Promise<Date | null> {
  if (!next(row.state, approves ? 'approve' : 'reject')) throw alreadyResolved(row)
  if (!approves) {
    await tx.sql(REJECTED, [ctx.workspace, row.id, row.now])
    return null
  }
  const startableAt = new Date(row.now.getTime() + (row.hold_ms ?? 0))
  const executeBy = new Date(startableAt.getTime() + (row.execute_window_ms ?? 0))
  await tx.sql(APPROVED, [ctx.workspace, row.id, startableAt, executeBy])
  return startableAt
}

/**
 * One person's decision. Of any number of deciders one wins; the others get a `conflict` that says what happened.
 * Throws `conflict` when it is stale or too late, `agent_disabled` for an approval while the kill switch is on,
 * `forbidden` to the agent's owner and the person it acts for.
 */
export async function decide(ctx: Ctx, input: DecideInput): Promise<Decided> {
  const actionId = await actionOf(ctx, input.approvalId)
  return transact<Decided>(ctx, 'approvals.decide', async (tx) => {
    const { actor } = ctx
    if (actor.kind !== 'user') throw new AppError('forbidden', 'Only people decide.')
    const row = await lockRow(tx, ctx, actionId)
    if (!row) throw notFound('approval')
    const late = await closeOverdue(tx, ctx, row)
    if (late) return refuse(new AppError('conflict', `${late.refused.detail} Your decision was not recorded.`, late.refused.more), late.audit)
    if (row.approval_status !== 'pending') throw alreadyResolved(row)
    await checkVoter(tx, ctx, actor, row)
    if (input.actionHash !== row.action_hash) {
      throw new AppError('conflict', 'This changed since it was shown to you. Look at it again before you decide.', { state: row.state })
    }
    const approves = input.decision === 'approve'
    if (approves && !row.agent_enabled) {
      throw new AppError('agent_disabled', 'The agent is disabled: enable it first, or reject this.', { state: row.state })
    }
    const startableAt = await move(tx, ctx, row, approves)
    const comment = input.comment?.trim() || null
    await tx.sql(DECIDE, [
      ...[ctx.workspace, newId(), input.approvalId, input.decision, actor.email, actor.id],
      ...[comment, input.actionHash, row.now],
    ])
    const status = approves ? 'approved' : 'rejected'
    return {
      value: { approvalId: input.approvalId, actionId, status, startableAt },
      audit: [
        {
          kind: 'approval',
          event: 'approval.decided',
          agentId: row.agent_id,
          toolId: row.tool_name,
          actionId,
          runId: row.run_id,
          clientId: row.client_id,
          output: { decision: input.decision, comment: comment ?? undefined, action_hash: input.actionHash },
          changes: [{ field: 'status', old: 'pending', new: status }],
        },
      ],
    }
  })
}
