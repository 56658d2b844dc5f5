import { deskUrl } from '@/lib/env'
import { difference, type Difference } from '@/lib/actions/difference'
import type { ActionRow } from '@/lib/actions/row'
import type { ActionView } from '@/packages/sdk/contract/actions'
import type { JsonObject, JsonValue } from '@/packages/sdk/contract/json'
import type { TrustLevel } from '@/packages/sdk/contract/verdict'

const iso = (at: Date | null) => at?.toISOString() ?? null
export const levelNumber = (name: TrustLevel) => Number(name.slice(1))

function approvalOf(row: ViewedRow): ActionView['approval'] {
  if (!row.approval_id || !row.expires_at) return undefined
  return {
    id: row.approval_id,
    url: `${deskUrl()}/approvals/${row.approval_id}`,
    expires_at: row.expires_at.toISOString(),
    required: row.required ?? 1,
    votes: row.votes,
  }
}

function resultOf(row: ViewedRow): ActionView['result'] {
  if (row.result_success === null || !row.finished_at || row.settled_at) return undefined
  const { tokens_input: input, tokens_output: output } = row
  return {
    success: row.result_success,
    output: row.tool_result === null ? undefined : (JSON.parse(row.tool_result) as JsonValue),
    error: row.error_message ?? undefined,
    duration_ms: row.duration_ms ?? undefined,
    tokens: input === null || output === null ? undefined : { input, output },
    cost_micros: row.cost_micros ?? undefined,
    currency: row.cost_currency ?? undefined,
    http_status: row.http_status ?? undefined,
    reported_at: row.finished_at.toISOString(),
  }
}

function settledOf({ settled_by: by, settle_note: note, settled_at: at }: ViewedRow): ActionView['settled'] {
  return by !== null && note !== null && at ? { by, note, at: at.toISOString() } : undefined
}

/** What people changed of what the agent asked for; empty when they changed nothing. */
export const changesOf = ({ asked_args, tool_args }: Pick<ActionRow, 'asked_args' | 'tool_args'>): Difference[] =>
  asked_args === null ? [] : difference(JSON.parse(asked_args) as JsonObject, JSON.parse(tool_args) as JsonObject)

/** What nobody can have done yet to an action that is being written. */
export const UNTOUCHED = {
  asked_args: null, startable_at: null, execute_by: null, finished_at: null, result_success: null, tool_result: null, error_message: null,
  duration_ms: null, tokens_input: null, tokens_output: null, cost_micros: null, cost_currency: null, http_status: null,
  settled_by: null, settle_note: null, settled_at: null, response: null, reject_reason: null,
} satisfies Partial<ActionRow>

/** What the agent sees an action by. */
export type ViewedRow = Pick<ActionRow, keyof typeof UNTOUCHED | 'id' | 'state' | 'tool_name' | 'created_at' | 'decision' | 'reason' | 'trace' | 'risk_score' | 'risk_level' | 'risk_reasons' | 'tool_args' | 'approval_id' | 'expires_at' | 'required' | 'votes' | 'result_due'>

/** The action as its agent sees it. */
export function toView(row: ViewedRow): ActionView {
  return {
    dry_run: false,
    id: row.id,
    state: row.state,
    tool: row.tool_name,
    created_at: row.created_at.toISOString(),
    verdict: { effect: row.decision, reason: row.reason, policy: null, trace: row.trace },
    risk: { score: row.risk_score, level: row.risk_level, reasons: row.risk_reasons },
    args: JSON.parse(row.tool_args) as JsonObject,
    changed: row.asked_args === null ? undefined : changesOf(row),
    approval: approvalOf(row),
    startable_at: iso(row.startable_at),
    execute_by: iso(row.execute_by),
    result_due: iso(row.result_due),
    response: row.response ?? undefined,
    reject_reason: row.reject_reason ?? undefined,
    result: resultOf(row),
    settled: settledOf(row),
  }
}
