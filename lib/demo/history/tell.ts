import { sha256 } from '@/lib/actions/hash'
import { reportWindowMs } from '@/lib/actions/insert'
import { canonical } from '@/lib/audit/canonical'
import { receiptOf } from '@/lib/signing/grant'
import type { Signer } from '@/lib/signing/signer'
import type { Row } from './copy'
import type { NewIdAt } from './ids'
import { judge, type AfterYes, type Answer, type End, type Judged, type Life } from './life'

/** As the verbs have it: a test compares. */
const START_WINDOW_MS = 900_000
const DECIDE_WINDOW_MS = 3_600_000

export interface Scribe {
  workspace: string
  newId: NewIdAt
  /** Of receipts. */
  signer: Signer
}

/** What a life leaves in the ledger. An edited action is written as it was asked; `steps` then take it where it ended. */
export interface Told {
  action: Row
  approval?: Row
  edit?: Row
  decision?: Row
  grant?: Row
  steps?: { id: string; startable_at: Date; execute_by: Date; started_at: Date | null; result_due: Date | null; end: Row }
  /** The arguments that ran, their hash and receipt: the log speaks of them. */
  final: { judged: Judged; grant: string | null; approvedBy: string | null }
}

const after = (at: Date, ms: number) => new Date(at.getTime() + ms)
const approved = (life: Life) => (life.effect === 'review' && life.answer.kind === 'approved' ? life.answer : null)

/** Pure but for the ids and the signature. */
export function tell(life: Life, scribe: Scribe): Told {
  const { asked, judged } = life
  const yes = approved(life)
  const edited = yes?.edit ? judge(scribe.workspace, asked, yes.edit) : null
  const final = edited ?? judged
  const editId = edited && yes ? scribe.newId(yes.at, 1) : null
  const started = yes?.then.kind === 'started' ? yes.then : null
  const grant = started ? scribe.newId(started.at) : null
  const whole = { ...boundOf(scribe, life, edited ? judged : final), ...askedOf(life), ...endOf(life) }
  const told: Told = { action: whole, final: { judged: final, grant, approvedBy: yes?.by.email ?? null } }
  if (life.effect !== 'review') return told
  told.approval = approvalOf(scribe, life, judged, life.answer)
  if ('by' in life.answer) told.decision = decisionOf(scribe, life, life.answer, final, editId)
  if (started && grant) told.grant = grantOf(scribe, life, started.at, final, grant, yes?.by.email ?? '')
  if (!edited || !yes || !editId) return told
  told.edit = editOf(scribe, life, yes, edited, editId)
  const end = endOf(life)
  const startable = after(yes.at, asked.facts.approval_hold_ms)
  told.steps = { id: asked.id, startable_at: startable, execute_by: after(startable, START_WINDOW_MS), started_at: started?.at ?? null, result_due: started && after(started.at, reportWindowMs), end }
  told.action = { ...boundOf(scribe, life, judged), ...askedOf(life), ...NO_END }
  return told
}

function boundOf({ workspace }: Scribe, { asked: { id, agentId, keyId, body, facts } }: Life, judged: Judged): Row {
  return {
    workspace_id: workspace,
    id,
    agent_id: agentId,
    key_id: keyId,
    tool_name: body.tool,
    tool_args: judged.args,
    action_name: body.action_name ?? facts.tool_label,
    action_name_he: body.action_name_he,
    description: body.description,
    context: body.context,
    action_hash: judged.hash,
    tool_schema_sha256: judged.schema,
    policy_version: judged.policyVersion,
  }
}

function askedOf({ asked: { approvalId, at, body, facts }, judged: { level, amount, risk, verdict }, effect }: Life): Row {
  return {
    evidence: body.evidence && JSON.stringify(body.evidence),
    workflow_name: body.workflow,
    stage: body.stage ?? (body.action_type?.startsWith('COMMIT_') ? 'commit' : 'execute'),
    action_type: body.action_type,
    run_id: body.run_id,
    client_id: body.client_id,
    on_behalf_of: facts.person_id,
    trust_level: level,
    amount: amount?.value,
    currency: amount?.currency,
    risk_score: risk.score,
    risk_level: risk.level,
    risk_reasons: JSON.stringify(risk.reasons),
    decision: effect,
    reason: verdict.reason,
    trace: JSON.stringify(verdict.trace),
    approval_request_id: effect === 'review' ? approvalId : null,
    created_at: at,
  }
}

const NO_END: Row = { state: 'pending' }

function endOf(life: Life): Row {
  if (life.effect === 'deny') return { state: 'denied' }
  if (life.effect === 'allow') return runOf(life.asked.at, life.end)
  const { answer } = life
  if (answer.kind === 'open') return NO_END
  if (answer.kind === 'refused') return { state: 'rejected', finished_at: answer.at }
  if (answer.kind !== 'approved') return { state: answer.kind, finished_at: answer.at }
  const startable = after(answer.at, life.asked.facts.approval_hold_ms)
  return { startable_at: startable, execute_by: after(startable, START_WINDOW_MS), ...thenOf(answer.then) }
}

function thenOf(then: AfterYes): Row {
  if (then.kind === 'unused') return { state: 'approved' }
  if (then.kind === 'started') return runOf(then.at, then.end)
  return { state: then.kind, finished_at: then.at }
}

function runOf(startedAt: Date, end: End): Row {
  const running = { started_at: startedAt, result_due: after(startedAt, reportWindowMs) }
  if (end.kind === 'runs') return { state: 'executing', ...running }
  if (end.kind === 'lost') return { state: 'unknown', ...running, finished_at: end.at }
  const { success, output, error, duration_ms, tokens, cost_micros, currency, http_status } = end.body
  return {
    ...running,
    state: success ? 'succeeded' : 'failed',
    finished_at: end.at,
    result_success: success,
    result_sha256: sha256(canonical(end.body)),
    tool_result: output === undefined ? null : canonical(output),
    error_message: error,
    duration_ms,
    tokens_input: tokens?.input,
    tokens_output: tokens?.output,
    cost_micros,
    cost_currency: currency,
    http_status,
  }
}

/** A vote is folded in by the database, so what people decided is written as still open. */
function approvalOf(scribe: Scribe, life: Life, judged: Judged, answer: Answer): Row {
  const { id: action_id, approvalId, at, agentId, body, facts } = life.asked
  const { action_name, action_name_he, description, context } = boundOf(scribe, life, judged)
  const end = answer.kind === 'approved' && answer.then.kind === 'started' ? answer.then.end : null
  const gone = answer.kind === 'expired' || answer.kind === 'cancelled' ? answer : null
  return {
    ...{ workspace_id: scribe.workspace, id: approvalId, action_id, agent_id: agentId, tool_id: body.tool, action_name, action_name_he, description, context },
    parameters: judged.args,
    action_type: body.action_type,
    action_hash: judged.hash,
    risk_score: judged.risk.score,
    risk_level: judged.risk.level,
    trust_level: judged.level,
    required: facts.required_approvals,
    reviewer_group: facts.reviewer_group,
    hold_ms: facts.approval_hold_ms,
    execute_window_ms: START_WINDOW_MS,
    status: gone?.kind ?? 'pending',
    created_at: at,
    expires_at: after(at, body.expires_in_s ? body.expires_in_s * 1000 : DECIDE_WINDOW_MS),
    resolved_at: gone?.at,
    resolved_by: gone && (gone.kind === 'expired' ? 'system:clock' : agentId),
    execution_result: end?.kind === 'reported' && end.body.output !== undefined ? canonical(end.body.output) : null,
  }
}

function decisionOf(scribe: Scribe, { asked }: Life, answer: Extract<Answer, { by: unknown }>, final: Judged, editId: string | null): Row {
  return {
    workspace_id: scribe.workspace,
    id: scribe.newId(answer.at, 2),
    approval_request_id: asked.approvalId,
    decision: answer.kind === 'refused' ? answer.decision : 'approve',
    decided_by: answer.by.email,
    decided_by_id: answer.by.id,
    comment: answer.comment,
    action_hash: final.hash,
    edit_id: editId,
    at: answer.at,
  }
}

function editOf({ workspace }: Scribe, { asked, judged }: Life, { by, at }: Extract<Answer, { kind: 'approved' }>, edited: Judged, id: string): Row {
  return {
    ...{ workspace_id: workspace, id, approval_request_id: asked.approvalId, action_id: asked.id, edited_by: by.email, edited_by_id: by.id },
    ...{ args_before: judged.args, args_after: edited.args, hash_before: judged.hash, hash_after: edited.hash },
    ...{ tool_schema_sha256: edited.schema, policy_version: edited.policyVersion, amount: edited.amount?.value, currency: edited.amount?.currency },
    ...{ risk_score: edited.risk.score, risk_level: edited.risk.level, risk_reasons: JSON.stringify(edited.risk.reasons) },
    ...{ reason: edited.verdict.reason, trace: JSON.stringify(edited.verdict.trace), at },
  }
}

function grantOf({ workspace, signer }: Scribe, { asked }: Life, now: Date, final: Judged, grant: string, approver: string): Row {
  const row = { id: asked.id, agent_id: asked.agentId, tool_name: asked.body.tool, tool_args: final.args, action_hash: final.hash, approval_id: asked.approvalId }
  const jws = receiptOf({ workspace, row, grant, now, approvedBy: [approver] }, signer)
  return { workspace_id: workspace, id: grant, action_id: asked.id, approval_id: asked.approvalId, key_id: asked.keyId, action_hash: final.hash, redeemed_at: now, jws, kid: signer.kid }
}
