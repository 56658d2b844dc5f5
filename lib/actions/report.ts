import { canonical } from '@/lib/audit/canonical'
import { closeOverdue } from '@/lib/actions/close-overdue'
import { sha256 } from '@/lib/actions/hash'
import { lockRow, rereadRow } from '@/lib/actions/row'
import { toView } from '@/lib/actions/view'
import type { Ctx } from '@/lib/context'
import { AppError, notFound } from '@/lib/errors'
import { refuse, transact, unchanged } from '@/lib/transact'
import type { ActionView, ResultBody } from '@/packages/sdk/contract/actions'

const REPORT = `
  UPDATE agent_action_events SET state = $3, finished_at = $4, result_success = $5, result_sha256 = $6, tool_result = $7, error_message = $8,
    duration_ms = $9, tokens_input = $10, tokens_output = $11, cost_micros = $12, cost_currency = $13, http_status = $14
  WHERE workspace_id = $1 AND id = $2`
const ON_APPROVAL = `UPDATE agent_approvals SET execution_result = $3 WHERE workspace_id = $1 AND action_id = $2`

/** Records what became of a started action. Repeating the same body is fine; a different one is `already_reported`. */
export function report(ctx: Ctx, id: string, body: ResultBody): Promise<ActionView> {
  return transact(ctx, 'actions.write', async (tx) => {
    const row = await lockRow(tx, ctx, id)
    if (!row) throw notFound('action')
    const digest = sha256(canonical(body))
    if (row.result_sha256 === digest) return unchanged(toView(row))
    if (row.result_sha256) throw new AppError('already_reported', 'A different result was already reported.', { state: row.state })
    const late = await closeOverdue(tx, ctx, row)
    const about = { toolId: row.tool_name, actionId: id, runId: row.run_id, clientId: row.client_id }
    const { output, error, duration_ms, tokens, cost_micros, currency, http_status } = body
    const facts = { output: { success: body.success, output, http_status }, durationMs: duration_ms, errorMessage: error }
    if (late) return refuse(late.refused, late.audit, { kind: 'error', event: 'result.late', success: false, ...about, ...facts })
    if (row.state === 'unknown' || row.settled_at) {
      const text = row.settled_at ? 'a person has settled this one' : 'a person settles this one'
      const refused = new AppError('conflict', `No result came in time; ${text}. The late result is in the audit log.`, { state: row.state })
      return refuse(refused, { kind: 'error', event: 'result.late', success: false, ...about, ...facts })
    }
    if (row.state !== 'executing') throw new AppError('conflict', 'Only a started action has a result.', { state: row.state })
    const state = body.success ? 'succeeded' : 'failed'
    const stored = output === undefined ? null : canonical(output)
    tx.send(REPORT, [
      ...[ctx.workspace, id, state, row.now, body.success, digest, stored, error ?? null, duration_ms ?? null],
      ...[tokens?.input ?? null, tokens?.output ?? null, cost_micros ?? null, currency ?? null, http_status ?? null],
    ])
    if (row.approval_id) tx.send(ON_APPROVAL, [ctx.workspace, id, stored])
    return {
      value: toView(await rereadRow(tx, ctx, id)),
      audit: [
        {
          kind: 'complete',
          event: 'action.reported',
          success: body.success,
          ...about,
          ...facts,
          tokensUsed: tokens ? tokens.input + tokens.output : null,
          changes: [{ field: 'state', old: row.state, new: state }],
        },
      ],
    }
  })
}
