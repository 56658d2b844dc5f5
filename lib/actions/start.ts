import { canonical } from '@/lib/audit/canonical'
import { closeOverdue } from '@/lib/actions/close-overdue'
import { difference } from '@/lib/actions/difference'
import { hashOf } from '@/lib/actions/hash'
import { reportWindowMs } from '@/lib/actions/insert'
import { lockRow, type ActionRow } from '@/lib/actions/row'
import { changesOf } from '@/lib/actions/view'
import { requireProvable } from '@/lib/audit/require-provable'
import type { Ctx } from '@/lib/context'
import { AppError, notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { signGrant } from '@/lib/signing/grant'
import { refuse, transact } from '@/lib/transact'
import type { StartAnswer, StartBody } from '@/packages/sdk/contract/actions'
import type { JsonObject } from '@/packages/sdk/contract/json'

const GRANT = `
  INSERT INTO execution_grants (workspace_id, id, action_id, approval_id, key_id, action_hash, redeemed_at, jws, kid)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
const START = `UPDATE agent_action_events SET state = 'executing', started_at = $3, result_due = $4 WHERE workspace_id = $1 AND id = $2`

const MOST_PATHS = 20

const REFUSALS: Partial<Record<ActionRow['state'], [ConstructorParameters<typeof AppError>[0], string]>> = {
  pending: ['not_approved', 'Nobody has approved this yet.'],
  denied: ['not_approved', 'The rules denied this.'],
  rejected: ['not_approved', 'A person rejected this.'],
  cancelled: ['not_approved', 'This was withdrawn.'],
  expired: ['expired', 'Nobody decided in time: the approval expired.'],
  lapsed: ['lapsed', 'The approval was not used in time.'],
}

function check(ctx: Ctx, row: ActionRow, { args }: StartBody): void {
  const { state } = row
  if (state !== 'approved') {
    const [code, text] = REFUSALS[state] ?? ['already_started', 'This action was already started; it never starts twice.']
    throw new AppError(code, text, { state })
  }
  if (!row.agent_enabled) throw new AppError('agent_disabled', 'The agent is disabled: nothing may start.', { state })
  if (row.startable_at && row.startable_at > row.now) {
    const retryAfterS = Math.ceil((row.startable_at.getTime() - row.now.getTime()) / 1000)
    throw new AppError('on_hold', 'The approval can still be taken back. Start it after startable_at.', { state, retryAfterS })
  }
  if (canonical(args) !== row.tool_args) {
    const errors = difference(JSON.parse(row.tool_args) as JsonObject, args).slice(0, MOST_PATHS)
      .map(({ path }) => ({ path: `/args${path}`, message: 'differs from what was approved' }))
    throw new AppError('args_mismatch', 'These are not the arguments that were approved.', { state, errors })
  }
  // The stored row must still be the one that was shown: a changed row fails here, not at the tool.
  if (hashOf(ctx.workspace, row) !== row.action_hash) throw new AppError('args_mismatch', 'The stored action is not the one that was approved.', { state })
}

/**
 * Redeems an approval, once: of any number of callers one gets the grant. Throws a 409 that names the current state otherwise.
 * The caller runs exactly the arguments in the answer, then reports.
 */
export function start(ctx: Ctx, id: string, body: StartBody): Promise<StartAnswer> {
  return transact<StartAnswer>(ctx, 'actions.write', async (tx) => {
    const row = await lockRow(tx, ctx, id)
    if (!row) throw notFound('action')
    const late = await closeOverdue(tx, ctx, row)
    if (late) return refuse(late.refused, late.audit)
    check(ctx, row, body)
    await requireProvable(tx.sql, ctx)
    const grant = newId()
    const resultDue = new Date(row.now.getTime() + reportWindowMs)
    const keyId = ctx.actor.kind === 'agent' ? ctx.actor.keyId : null
    const { jws, kid, audit } = await signGrant(tx, ctx, grant, row)
    tx.send(GRANT, [ctx.workspace, grant, id, row.approval_id, keyId, row.action_hash, row.now, jws, kid])
    tx.send(START, [ctx.workspace, id, row.now, resultDue])
    const args = JSON.parse(row.tool_args) as JsonObject
    return {
      value: { id, state: 'executing', grant: jws, args, changed: changesOf(row), result_due: resultDue.toISOString() },
      audit: [
        { kind: 'tool_call', event: 'action.started', toolId: row.tool_name, actionId: id, runId: row.run_id, clientId: row.client_id, input: args, output: { grant, kid } },
        ...audit,
      ],
    }
  })
}
