import { DEFAULTS } from '@/lib/agents/effective-settings'
import { binds } from '@/lib/approvals/binds'
import type { ApprovalStatus, RiskLevel } from '@/lib/approvals/schema'
import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { isId } from '@/lib/ids'
import { difference, type Difference } from '@/lib/actions/difference'
import type { JsonObject } from '@/packages/sdk/contract/json'
import type { ActionState } from '@/packages/sdk/contract/actions'
import type { Risk, Verdict } from '@/packages/sdk/contract/verdict'

export interface DecisionLine {
  id: string
  decision: 'approve' | 'reject' | 'reply' | 'retract'
  decidedBy: string
  name: string | null
  comment: string | null
  /** A yes to the arguments as they stand now, and still this person's last word. */
  counts: boolean
  at: Date
}

/** One approval with its action, as the desk's page shows it. `now` is the database's clock. */
export interface ApprovalDetail {
  id: string
  actionId: string
  actionName: string
  actionNameHe: string | null
  agentId: string
  agentEnabled: boolean
  toolId: string
  reversible: boolean
  description: string | null
  context: string | null
  evidence: { label: string; value: string }[]
  parameters: string
  amountPath: string | null
  amount: number | null
  currency: string | null
  actionType: string | null
  actionHash: string
  toolSchemaSha256: string | null
  policyVersion: string | null
  /** The tool's JSON Schema as it is now, as text. */
  inputSchema: string | null
  /** The stored text still hashes to what decisions are about. When not, nothing may be decided. */
  intact: boolean
  riskScore: number
  riskLevel: RiskLevel
  riskReasons: Risk['reasons']
  trustLevel: number
  trace: Verdict['trace']
  reason: string
  status: ApprovalStatus
  state: ActionState
  /** The tool's schema changed before it started. */
  voided: boolean
  ownerId: string | null
  onBehalfOf: string | null
  onBehalfOfName: string | null
  clientId: string | null
  runId: string | null
  workflow: string | null
  sandboxId: string | null
  /** People who must say yes to the same arguments, and how many have. */
  required: number
  votes: number
  /** How many people could still vote. */
  voters: number
  /** Only its members decide. */
  group: { id: string; name: string } | null
  /** About the reader: whether they are in the group, and whether they voted on these arguments. */
  inGroup: boolean
  hasVoted: boolean
  /** What people changed, oldest first. */
  edits: EditLine[]
  /** Whose work it is, and until when the reader put it off. */
  assignee: { id: string; name: string } | null
  snoozedUntil: Date | null
  holdMs: number
  createdAt: Date
  expiresAt: Date
  resolvedAt: Date | null
  resolvedBy: string | null
  startableAt: Date | null
  executeBy: Date | null
  startedAt: Date | null
  finishedAt: Date | null
  resultSuccess: boolean | null
  toolResult: string | null
  errorMessage: string | null
  durationMs: number | null
  /** No result came, and a person found out what happened. */
  settled: { by: string; note: string; at: Date } | null
  decisions: DecisionLine[]
  now: Date
}

export interface EditLine {
  id: string
  editedBy: string
  name: string | null
  at: Date
  difference: Difference[]
}

type StoredEdit = Omit<EditLine, 'difference'> & { before: string; after: string }
type Stored = Omit<ApprovalDetail, 'intact' | 'evidence' | 'decisions' | 'edits' | 'settled'> &
  { evidence: string | null; toolArgs: string; eventHash: string; settledBy: string | null; settleNote: string | null; settledAt: Date | null }

const inGroup = (person: string) => `(p.reviewer_group IS NULL OR EXISTS (SELECT 1 FROM reviewer_group_members gm
      WHERE gm.workspace_id = p.workspace_id AND gm.group_id = p.reviewer_group AND gm.member_id = ${person}))`
const hasVoted = (person: string) => `EXISTS (SELECT 1 FROM yes_votes(p.workspace_id, p.id, p.action_hash) y WHERE y.decided_by_id = ${person})`

const ONE = `
  SELECT p.id, p.action_id AS "actionId", p.action_name AS "actionName", p.action_name_he AS "actionNameHe", p.agent_id AS "agentId",
    coalesce(s.enabled, ${DEFAULTS.enabled}) AND a.archived_at IS NULL AS "agentEnabled", p.tool_id AS "toolId", t.reversible, p.description,
    p.context, e.evidence, p.parameters, t.amount_path AS "amountPath", e.amount, e.currency, p.action_type AS "actionType",
    p.action_hash AS "actionHash", p.risk_score AS "riskScore", p.risk_level AS "riskLevel", e.risk_reasons AS "riskReasons",
    p.trust_level AS "trustLevel", e.trace, e.reason, p.status, e.state,
    e.state = 'cancelled' AND EXISTS (SELECT 1 FROM agent_audit_log l WHERE l.workspace_id = e.workspace_id AND l.action_id = e.id
      AND l.action = 'action.voided') AS voided, a.owner_id AS "ownerId", e.on_behalf_of AS "onBehalfOf",
    behalf.name AS "onBehalfOfName", e.client_id AS "clientId", e.run_id AS "runId", e.workflow_name AS workflow,
    e.sandbox_id AS "sandboxId",
    (SELECT count(*) FROM members m JOIN users u ON u.id = m.id WHERE m.workspace_id = p.workspace_id AND m.removed_at IS NULL
      AND u.disabled_at IS NULL AND 'reviewer' = ANY (m.roles) AND m.id IS DISTINCT FROM a.owner_id
      AND m.id IS DISTINCT FROM e.on_behalf_of AND ${inGroup('m.id')} AND NOT ${hasVoted('m.id')}) AS voters,
    p.required, count_votes(p.workspace_id, p.id, p.action_hash) AS votes,
    CASE WHEN g.id IS NULL THEN NULL ELSE json_build_object('id', g.id, 'name', g.name) END AS "group",
    ${inGroup('$4::uuid')} AS "inGroup", ${hasVoted('$4::uuid')} AS "hasVoted",
    e.tool_schema_sha256 AS "toolSchemaSha256", e.policy_version AS "policyVersion", t.input_schema AS "inputSchema",
    CASE WHEN p.assignee_id IS NULL THEN NULL ELSE json_build_object('id', p.assignee_id, 'name', assigned.name) END AS assignee,
    (SELECT z.until FROM approval_snoozes z WHERE z.workspace_id = p.workspace_id AND z.member_id = $4::uuid AND z.approval_request_id = p.id
      AND z.until > coalesce($3::timestamptz, clock_timestamp())) AS "snoozedUntil",
    p.hold_ms AS "holdMs", p.created_at AS "createdAt", p.expires_at AS "expiresAt", p.resolved_at AS "resolvedAt",
    p.resolved_by AS "resolvedBy", e.startable_at AS "startableAt", e.execute_by AS "executeBy", e.started_at AS "startedAt",
    e.finished_at AS "finishedAt", e.result_success AS "resultSuccess", e.tool_result AS "toolResult",
    e.settled_at AS "settledAt", coalesce(settler.name, e.settled_by) AS "settledBy", e.settle_note AS "settleNote",
    e.error_message AS "errorMessage", e.duration_ms AS "durationMs", e.tool_args AS "toolArgs", e.action_hash AS "eventHash",
    coalesce($3::timestamptz, clock_timestamp()) AS now
  FROM agent_approvals p
  JOIN agent_action_events e ON e.workspace_id = p.workspace_id AND e.id = p.action_id
  JOIN agents a ON a.workspace_id = p.workspace_id AND a.id = p.agent_id
  JOIN tools t ON t.workspace_id = p.workspace_id AND t.id = p.tool_id
  LEFT JOIN agent_settings s ON s.workspace_id = p.workspace_id AND s.agent_id = p.agent_id
  LEFT JOIN reviewer_groups g ON g.workspace_id = p.workspace_id AND g.id = p.reviewer_group
  LEFT JOIN users assigned ON assigned.id = p.assignee_id
  LEFT JOIN users behalf ON behalf.id = e.on_behalf_of
  LEFT JOIN users settler ON settler.id = e.settled_by_id
  WHERE p.workspace_id = $1 AND p.id = $2`

const DECISIONS = `
  SELECT d.id, d.decision, d.decided_by AS "decidedBy", u.name, d.comment, d.at,
    d.id IN (SELECT y.id FROM yes_votes(p.workspace_id, p.id, p.action_hash) y) AS counts
  FROM approval_decisions d
  JOIN agent_approvals p ON p.workspace_id = d.workspace_id AND p.id = d.approval_request_id
  LEFT JOIN users u ON u.id = d.decided_by_id
  WHERE d.workspace_id = $1 AND d.approval_request_id = $2 ORDER BY d.seq`

const EDITS = `
  SELECT x.id, x.edited_by AS "editedBy", u.name, x.at, x.args_before AS before, x.args_after AS after
  FROM approval_edits x LEFT JOIN users u ON u.id = x.edited_by_id
  WHERE x.workspace_id = $1 AND x.approval_request_id = $2 ORDER BY x.seq`

/** Null when this workspace has no such approval. */
export async function showApproval(ctx: Ctx, id: string): Promise<ApprovalDetail | null> {
  if (!isId(id)) return null
  const reader = ctx.actor.kind === 'user' ? ctx.actor.id : null
  const [[stored], decisions, edits] = await Promise.all([
    query<Stored>(ONE, [ctx.workspace, id, ctx.at ?? null, reader]),
    query<DecisionLine>(DECISIONS, [ctx.workspace, id]),
    query<StoredEdit>(EDITS, [ctx.workspace, id]),
  ])
  if (!stored) return null
  const { evidence, toolArgs, eventHash, settledBy: by, settleNote: note, settledAt, ...rest } = stored
  return {
    ...rest,
    evidence: evidence ? (JSON.parse(evidence) as ApprovalDetail['evidence']) : [],
    intact: toolArgs === stored.parameters && eventHash === stored.actionHash && binds(ctx, stored),
    settled: by && note && settledAt ? { by, note, at: settledAt } : null,
    decisions,
    edits: edits.map(({ before, after, ...line }) => ({ ...line, difference: difference(parse(before), parse(after)) })),
  }
}

const parse = (text: string) => JSON.parse(text) as JsonObject
