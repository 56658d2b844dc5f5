import { rulesVersion, type Facts } from '@/lib/actions/facts'
import { actionHash } from '@/lib/actions/hash'
import { UNTOUCHED, type ViewedRow } from '@/lib/actions/view'
import type { Actor, Ctx } from '@/lib/context'
import { insertPerRow } from '@/lib/database/per-row'
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

const ACTION = insertPerRow(
  'agent_action_events',
  `workspace_id text, id uuid, agent_id text, key_id uuid, tool_name text, tool_args text, action_name text, action_name_he text, description text,
    context text, evidence text, workflow_name text, stage text, action_type text, run_id text, sandbox_id text, client_id text, on_behalf_of uuid,
    trust_level smallint, amount bigint, currency text, risk_score smallint, risk_level text, risk_reasons jsonb, decision text, reason text, trace jsonb,
    action_hash text, approval_request_id uuid, state text, created_at timestamptz, started_at timestamptz, result_due timestamptz,
    tool_schema_sha256 text, policy_version text`,
)
const APPROVAL = insertPerRow(
  'agent_approvals',
  `workspace_id text, id uuid, action_id uuid, agent_id text, tool_id text, action_name text, action_name_he text, description text, context text,
    parameters text, action_type text, action_hash text, risk_score smallint, risk_level text, trust_level smallint, auto_approve_eligible boolean,
    hold_ms integer, execute_window_ms integer, created_at timestamptz, expires_at timestamptz, required smallint, reviewer_group text`,
)
const AUTOMATIC = insertPerRow(
  'approval_decisions',
  'workspace_id text, id uuid, approval_request_id uuid, decision text, decided_by text, action_hash text, at timestamptz',
)
const GRANT = insertPerRow(
  'execution_grants',
  'workspace_id text, id uuid, action_id uuid, approval_id uuid, key_id uuid, action_hash text, redeemed_at timestamptz',
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
  tx.send(AUTOMATIC, [ctx.workspace, newId(), approvalId, 'approve', 'system:auto-approve', hash, facts.now])
  tx.send(GRANT, [ctx.workspace, newId(), id, approvalId, agent.keyId, hash, facts.now])
  return { ...inserted, approval: 'automatic' }
}

export const reportWindowMs = WINDOWS.report
