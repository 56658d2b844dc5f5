import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { AuditInput } from '@/lib/audit/append'
import { canonical } from '@/lib/audit/canonical'
import { closeOverdue } from '@/lib/actions/close-overdue'
import { sha256 } from '@/lib/actions/hash'
import { next } from '@/lib/actions/machine'
import { lockAsked, type ActionRow } from '@/lib/actions/row'
import { alreadyResolved, changedSince } from '@/lib/approvals/conflict'
import { insertEdit, judgeEdit, type JudgedEdit } from '@/lib/approvals/edit'
import { consumeStepUp } from '@/lib/approvals/step-up'
import { aloneBecause } from '@/lib/approvals/together'
import { outcomeOf } from '@/lib/approvals/outcome'
import { requireVoter, standingOf } from '@/lib/approvals/voter'
import type { Actor, Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { keepWentBack } from '@/lib/passkeys/went-back'
import { CRITICAL_LEVEL } from '@/lib/policies/verdict'
import { refuse, transact } from '@/lib/transact'
import type { JsonObject } from '@/packages/sdk/contract/json'

export interface DecideInput {
  approvalId: string
  decision: 'approve' | 'reject' | 'reply'
  /** The hash of what the person was shown; any other is a conflict. */
  actionHash: string
  /** The reason of a rejection, the words of a reply; required for both. */
  comment?: string
  /** With an approval: run these arguments instead of the agent's. */
  args?: JsonObject
  /** The passkey's answer to `beginStepUp`; critical actions are decided with one. */
  assertion?: AuthenticationResponseJSON
  /** How many are decided in this go (`decideMany`); nothing that has to be decided by itself is. */
  together?: number
}

export interface Decided {
  approvalId: string
  actionId: string
  /** Still pending where more people are needed. */
  status: 'pending' | 'approved' | 'rejected'
  votes: number
  required: number
  /** From when the agent may start; until then the approval can be retracted. */
  startableAt: Date | null
}

const DECIDE = `
  INSERT INTO approval_decisions (workspace_id, id, approval_request_id, decision, decided_by, decided_by_id, comment, action_hash, edit_id, assertion, at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
const AS_EXPECTED = `SELECT require_outcome($1, $2, $3, $4)`
const APPROVED = `UPDATE agent_action_events SET state = 'approved', startable_at = $3, execute_by = $4 WHERE workspace_id = $1 AND id = $2`
const REJECTED = `UPDATE agent_action_events SET state = 'rejected', finished_at = $3 WHERE workspace_id = $1 AND id = $2`

/** Stores the vote, which the database folds into the approval, and moves the action where that resolves it. */
async function vote(tx: Tx, ctx: Ctx, user: Extract<Actor, { kind: 'user' }>, row: ActionRow, input: DecideInput, edit: JudgedEdit | null, assertion: string | null): Promise<Omit<Decided, 'approvalId' | 'actionId'>> {
  const event = input.decision === 'approve' ? 'approve' : 'reject'
  if (!next(row.state, event)) throw alreadyResolved(row)
  const editId = edit && (await insertEdit(tx, ctx, user, row, edit))
  tx.send(DECIDE, [
    ...[ctx.workspace, newId(), row.approval_id, input.decision, user.email, user.id, input.comment?.trim() || null],
    ...[edit?.hashAfter ?? row.action_hash, editId, assertion, row.now],
  ])
  const required = row.required ?? Infinity
  const result = { required, ...outcomeOf(event === 'reject' ? 'no' : edit ? 'yes_edited' : 'yes', row.votes, required) }
  tx.send(AS_EXPECTED, [ctx.workspace, row.approval_id, result.status, result.votes])
  if (result.status === 'rejected') tx.send(REJECTED, [ctx.workspace, row.id, row.now])
  if (result.status !== 'approved') return { ...result, startableAt: null }
  const startableAt = new Date(row.now.getTime() + (row.hold_ms ?? 0))
  tx.send(APPROVED, [ctx.workspace, row.id, startableAt, new Date(startableAt.getTime() + (row.execute_window_ms ?? 0))])
  return { ...result, startableAt }
}

/**
 * One person's decision. One rejection rejects; an approval counts towards the people required, and with an edit it is the
 * first for the new arguments. Of any number of deciders the last that was needed wins; later ones get a `conflict` that says
 * what happened. Throws `conflict` when it is stale or too late or the rules deny the edit, `invalid` for edited arguments that break
 * the tool's schema, `agent_disabled` for an approval while the kill switch is on, `forbidden` to those who never vote.
 */
export function decide(ctx: Ctx, input: DecideInput): Promise<Decided> {
  return transact<Decided>(ctx, 'approvals.decide', async (tx) => {
    const { actor } = ctx
    if (actor.kind !== 'user') throw new AppError('forbidden', 'Only people decide.')
    const [row, standing] = await Promise.all([lockAsked(tx, ctx, input.approvalId), standingOf(tx, ctx, actor, input.approvalId)])
    const late = await closeOverdue(tx, ctx, row)
    if (late) return refuse(new AppError('conflict', `${late.refused.detail} Your decision was not recorded.`, late.refused.more), late.audit)
    if (row.approval_status !== 'pending') throw alreadyResolved(row)
    if (input.actionHash !== row.action_hash) throw await changedSince(tx, ctx, row, input.actionHash)
    const approves = input.decision === 'approve'
    const edited = approves && input.args && canonical(input.args) !== row.tool_args ? input.args : null
    requireVoter(actor, row, standing, edited !== null)
    if (input.together !== undefined) requireTogether(row, approves)
    if (approves && !row.agent_enabled) {
      throw new AppError('agent_disabled', 'The agent is disabled: enable it first, or reject this.', { state: row.state })
    }
    const edit = edited && (await judgeEdit(tx.sql, ctx, row, edited))
    const stepUp = { ...input, actionHash: edit?.hashAfter ?? row.action_hash, response: input.assertion }
    const assertion = row.trust_level >= CRITICAL_LEVEL ? await consumeStepUp(tx, ctx, stepUp).catch(keepWentBack) : null
    if (assertion !== null && typeof assertion !== 'string') return assertion
    const decided = await vote(tx, ctx, actor, row, input, edit, assertion)
    return { value: { approvalId: input.approvalId, actionId: row.id, ...decided }, audit: auditOf(row, input, edit, assertion, decided) }
  })
}

/** High risk and critical actions are never one of many, and nobody says yes to more than a line of many shows. */
function requireTogether(row: ActionRow, approves: boolean): void {
  const candidate = { trustLevel: row.trust_level, riskLevel: row.risk_level, argsBytes: Buffer.byteLength(row.tool_args) }
  const why = aloneBecause(candidate, approves ? 'approve' : 'reject')
  if (why) throw new AppError('forbidden', 'This one is decided by itself: open it and read it.', { state: `alone_${why}` })
}

function auditOf(row: ActionRow, input: DecideInput, edit: JudgedEdit | null, assertion: string | null, { status, votes, required }: Pick<Decided, 'status' | 'votes' | 'required'>): [AuditInput, ...AuditInput[]] {
  const about = { kind: 'approval', agentId: row.agent_id, toolId: row.tool_name, actionId: row.id, runId: row.run_id, clientId: row.client_id } as const
  const decided: AuditInput = {
    ...about,
    event: 'approval.decided',
    output: { decision: input.decision, comment: input.comment?.trim() || undefined, action_hash: edit?.hashAfter ?? row.action_hash, assertion_sha256: assertion ? sha256(assertion) : undefined, together: input.together, votes, required },
    changes: status === 'pending' ? [] : [{ field: 'status', old: 'pending', new: status }],
  }
  if (!edit) return [decided]
  const edited: AuditInput = {
    ...about,
    event: 'approval.edited',
    input: { args_before: JSON.parse(row.tool_args) as JsonObject, args_after: JSON.parse(edit.args) as JsonObject },
    output: { hash_before: row.action_hash, hash_after: edit.hashAfter, effect: edit.verdict.effect, risk: edit.risk.score },
    changes: edit.difference.map(({ path, from, to }) => ({ field: `args${path}`, old: from ?? null, new: to ?? null })),
  }
  return [edited, decided]
}
