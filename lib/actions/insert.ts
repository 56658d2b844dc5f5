import { rulesVersion, type Facts } from '@/lib/actions/facts'
import { actionHash } from '@/lib/actions/hash'
import { UNTOUCHED, type ViewedRow } from '@/lib/actions/view'
import type { Actor, Ctx } from '@/lib/context'
import { perRow } from '@/lib/database/per-row'
import type { Tx } from '@/lib/db'
import { newId } from '@/lib/ids'
import { CRITICAL_LEVEL, type Effect } from '@/lib/policies/verdict'
import type { Amount, SubmitBody } from '@/packages/sdk/contract/actions'
import type { Risk, Verdict } from '@/packages/sdk/contract/verdict'

/** Default windows in milliseconds: to decide, to start, to report (domain.md). */
const WINDOWS = { decide: 3_600_000, start: 900_000, report: 600_000 }

export interface NewAction {
  id: string
  approvalId: string
  body: SubmitBody
  /** RFC 8785 text. */
  args: string
  level: number
  amount: Amount | null
  effect: Effect
  reason: string
  trace: Verdict['trace']
  risk: Risk
  facts: Facts
}

const ACTION = perRow(
  `INSERT INTO agent_action_events (workspace_id, id, agent_id, key_id, tool_name, tool_args, action_name, action_name_he, description,
    context, evidence, workflow_name, stage, action_type, run_id, sandbox_id, client_id, on_behalf_of, trust_level, amount, currency,
    risk_score, risk_level, risk_reasons, decision, reason, trace, action_hash, approval_request_id, state, created_at, started_at, result_due, tool_schema_sha256, policy_version) VALUES`,
  `($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27,
    $28, $29, $30, $31, $32, $33, $34, $35)`,
)
const APPROVAL = perRow(
  `INSERT INTO agent_approvals (workspace_id, id, action_id, agent_id, tool_id, action_name, action_name_he, description, context,
    parameters, action_type, action_hash, risk_score, risk_level, trust_level, auto_approve_eligible, hold_ms, execute_window_ms,
    created_at, expires_at, required, reviewer_group) VALUES`,
  `($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
)
const AUTOMATIC = perRow(
  `INSERT INTO approval_decisions (workspace_id, id, approval_request_id, decision, decided_by, action_hash, at) VALUES`,
  `($1, $2, $3, 'approve', 'system:auto-approve', $4, $5)`,
)
const GRANT = perRow(
  `INSERT INTO execution_grants (workspace_id, id, action_id, approval_id, key_id, action_hash, redeemed_at) VALUES`,
  `($1, $2, $3, $4, $5, $6, $7)`,
)

const after = (at: Date, ms: number) => new Date(at.getTime() + ms)
const stageOf = ({ stage, action_type }: SubmitBody) => stage ?? (action_type?.startsWith('COMMIT_') ? 'commit' : 'execute')
const CRITICAL_PEOPLE = 2
/** As many as the tool asks for; a critical action never fewer than two. */
const peopleRequired = (level: number, { required_approvals: wanted }: Facts) => Math.max(wanted, level >= CRITICAL_LEVEL ? CRITICAL_PEOPLE : 1)
const STATES = { allow: 'executing', deny: 'denied', review: 'pending' } as const

/** Written, and as a read would now answer it: nobody else can see it yet, so there is nothing to read back. */
interface Inserted {
  row: ViewedRow
  hash: string
  policyVersion: string
  approval: 'none' | 'asked' | 'automatic'
}

/** Writes the action and, where one is needed, its approval: put to people, or automatic for a sandboxed L2. */
export function insertAction(tx: Tx, ctx: Ctx, agent: Extract<Actor, { kind: 'agent' }>, action: NewAction): Inserted {
  const { id, body, args, level, amount, effect, risk, facts } = action
  const automatic = effect === 'allow' && level === 2
  const approvalId = automatic || effect === 'review' ? action.approvalId : null
  const policyVersion = rulesVersion(facts)
  const hash = actionHash({
    workspace: ctx.workspace,
    action: id,
    agent: agent.id,
    tool: body.tool,
    tool_schema_sha256: facts.tool_schema_sha256,
    args: body.args,
    policy_version: policyVersion,
  })
  const name = body.action_name ?? facts.tool_label
  const optional = (value: string | undefined) => value ?? null
  const shown = [name, optional(body.action_name_he), optional(body.description), optional(body.context)]
  const resultDue = effect === 'allow' ? after(facts.now, WINDOWS.report) : null
  tx.send(ACTION, [
    ...[ctx.workspace, id, agent.id, agent.keyId, body.tool, args, ...shown, body.evidence ? JSON.stringify(body.evidence) : null],
    ...[optional(body.workflow), stageOf(body), optional(body.action_type), optional(body.run_id), optional(body.sandbox_id)],
    ...[optional(body.client_id), facts.person_id, level, amount?.value ?? null, amount?.currency ?? null],
    ...[risk.score, risk.level, JSON.stringify(risk.reasons), effect, action.reason, JSON.stringify(action.trace), hash, approvalId],
    ...[STATES[effect], facts.now, resultDue && facts.now, resultDue],
    ...[facts.tool_schema_sha256, policyVersion],
  ])
  const required = automatic ? 1 : peopleRequired(level, facts)
  const expiresAt = after(facts.now, body.expires_in_s ? body.expires_in_s * 1000 : WINDOWS.decide)
  const row = { ...UNTOUCHED, id, state: STATES[effect], tool_name: body.tool, created_at: facts.now, decision: effect, reason: action.reason, trace: action.trace,
    risk_score: risk.score, risk_level: risk.level, risk_reasons: risk.reasons, tool_args: args, result_due: resultDue, approval_id: approvalId,
    expires_at: approvalId ? expiresAt : null, required: approvalId ? required : null, votes: automatic ? 1 : 0 }
  const inserted = { row, hash, policyVersion }
  if (!approvalId) return { ...inserted, approval: 'none' }
  tx.send(APPROVAL, [
    ...[ctx.workspace, approvalId, id, agent.id, body.tool, ...shown, args, optional(body.action_type), hash],
    ...[risk.score, risk.level, level, automatic, facts.approval_hold_ms, WINDOWS.start, facts.now, expiresAt],
    ...[required, automatic ? null : facts.reviewer_group],
  ])
  if (!automatic) return { ...inserted, approval: 'asked' }
  tx.send(AUTOMATIC, [ctx.workspace, newId(), approvalId, hash, facts.now])
  tx.send(GRANT, [ctx.workspace, newId(), id, approvalId, agent.keyId, hash, facts.now])
  return { ...inserted, approval: 'automatic' }
}

export const reportWindowMs = WINDOWS.report
