import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { isId } from '@/lib/ids'
import { meaningOf, type ApprovalEvidence, type BoundAction, type SignedDecision, type Version } from '@/packages/verify/bundle-lines'
import type { Json } from '@/packages/verify/json'

interface Stored extends Omit<ApprovalEvidence, 'shown' | 'versions' | 'decisions' | 'created_at' | 'expires_at' | 'resolved_at'> {
  created_at: Date
  expires_at: Date
  resolved_at: Date | null
  agent: string
  tool: string
  tool_schema_sha256: string | null
  policy_version: string | null
  hash: string
  args: string
  evidence: string | null
  [shown: string]: unknown
}

/** What the page showed beside the arguments. */
const SHOWN = [
  'action_name', 'action_name_he', 'description', 'context', 'action_type', 'trust_level', 'risk_score', 'risk_level', 'risk_reasons',
  'reason', 'amount', 'currency', 'on_behalf_of', 'client_id', 'run_id', 'workflow', 'sandbox_id', 'reviewer_group', 'reject_reason', 'response',
] as const

const ONE = `
  SELECT p.id, p.action_id AS action, p.status, e.state, p.required, p.created_at, p.expires_at, p.resolved_at, e.agent_id AS agent,
    e.tool_name AS tool, e.tool_schema_sha256, e.policy_version, e.action_hash AS hash, e.tool_args AS args, e.evidence,
    p.action_name, p.action_name_he, p.description, p.context, p.action_type, p.trust_level, p.risk_score, p.risk_level, e.risk_reasons,
    e.reason, e.amount, e.currency, behalf.email AS on_behalf_of, e.client_id, e.run_id, e.workflow_name AS workflow, e.sandbox_id,
    p.reviewer_group, p.reject_reason, p.response
  FROM agent_approvals p
  JOIN agent_action_events e ON e.workspace_id = p.workspace_id AND e.id = p.action_id
  LEFT JOIN users behalf ON behalf.id = e.on_behalf_of
  WHERE p.workspace_id = $1 AND p.id = $2`

const DECISIONS = `
  SELECT d.decision, d.decided_by AS by, u.name, d.at, d.comment, d.action_hash AS hash, d.assertion
  FROM approval_decisions d LEFT JOIN users u ON u.id = d.decided_by_id
  WHERE d.workspace_id = $1 AND d.approval_request_id = $2 ORDER BY d.seq`

const EDITS = `
  SELECT x.args_before, x.args_after, x.hash_before, x.hash_after, x.tool_schema_sha256, x.policy_version, x.edited_by, u.name AS edited_name, x.at
  FROM approval_edits x LEFT JOIN users u ON u.id = x.edited_by_id
  WHERE x.workspace_id = $1 AND x.approval_request_id = $2 ORDER BY x.seq`

const ASKED = `
  SELECT output_data AS output FROM agent_audit_log
  WHERE workspace_id = $1 AND action_id = $2 AND action = 'action.submitted' LIMIT 1`

interface StoredEdit {
  args_before: string
  args_after: string
  hash_before: string
  hash_after: string
  tool_schema_sha256: string | null
  policy_version: string
  edited_by: string
  edited_name: string | null
  at: Date
}

const parsed = (text: string) => JSON.parse(text) as Json

/** What was asked, shown and decided, as the rows have it. Null when this workspace has no such approval. */
export async function approvalEvidence(ctx: Ctx, id: string): Promise<ApprovalEvidence | null> {
  if (!isId(id)) return null
  const [[stored], decisions, edits] = await Promise.all([
    query<Stored>(ONE, [ctx.workspace, id]),
    query<Omit<SignedDecision, 'meaning' | 'at'> & { at: Date }>(DECISIONS, [ctx.workspace, id]),
    query<StoredEdit>(EDITS, [ctx.workspace, id]),
  ])
  if (!stored) return null
  const { action, status, state, required, created_at, expires_at, resolved_at, evidence } = stored
  const shown = Object.fromEntries(SHOWN.map((name) => [name, stored[name] as Json]))
  return {
    id, action, status, state, required,
    created_at: created_at.toISOString(),
    expires_at: expires_at.toISOString(),
    resolved_at: resolved_at?.toISOString() ?? null,
    shown: { ...shown, evidence: evidence === null ? null : parsed(evidence) },
    versions: await versionsOf(ctx, stored, edits),
    decisions: decisions.map((decision) => ({ ...decision, at: decision.at.toISOString(), meaning: meaningOf(decision) })),
  }
}

async function versionsOf(ctx: Ctx, stored: Stored, edits: readonly StoredEdit[]): Promise<Version[]> {
  const { action, agent, tool } = stored
  const bind = (args: string, judged: Pick<BoundAction, 'tool_schema_sha256' | 'policy_version'>): BoundAction => ({
    workspace: ctx.workspace, action, agent, tool, args: parsed(args),
    tool_schema_sha256: judged.tool_schema_sha256,
    policy_version: judged.policy_version,
  })
  const [first] = edits
  const asked = first ? await judgedAtFirst(ctx, action) : stored
  return [
    { bound: asked && bind(first?.args_before ?? stored.args, asked), hash: first?.hash_before ?? stored.hash, edited_by: null, edited_name: null, at: stored.created_at.toISOString() },
    ...edits.map((edit) => ({ bound: bind(edit.args_after, edit), hash: edit.hash_after, edited_by: edit.edited_by, edited_name: edit.edited_name, at: edit.at.toISOString() })),
  ]
}

/** An edit replaces these in the action; the log's entry of the request still has them, unless it was erased. */
async function judgedAtFirst(ctx: Ctx, action: string): Promise<Pick<BoundAction, 'tool_schema_sha256' | 'policy_version'> | null> {
  const [asked] = await query<{ output: string | null }>(ASKED, [ctx.workspace, action])
  return asked?.output ? (JSON.parse(asked.output) as Pick<BoundAction, 'tool_schema_sha256' | 'policy_version'>) : null
}
