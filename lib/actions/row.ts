import { DEFAULTS } from '@/lib/agents/effective-settings'
import { keyRevoked } from '@/lib/auth/api-keys'
import type { Ctx } from '@/lib/context'
import { query, type Sql, type Tx } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/ids'
import type { ActionState } from '@/packages/sdk/contract/actions'
import type { Risk, Verdict } from '@/packages/sdk/contract/verdict'

/** An action with its approval and what its agent's standing is at this moment. `now` is the database's. */
export interface ActionRow {
  id: string
  agent_id: string
  tool_name: string
  tool_args: string
  action_name: string
  action_hash: string
  tool_schema_sha256: string | null
  policy_version: string | null
  /** The tool has another schema by now. */
  schema_changed: boolean
  /** The arguments as the agent sent them, where a person has changed them since. */
  asked_args: string | null
  key_id: string
  run_id: string | null
  client_id: string | null
  trust_level: number
  state: ActionState
  decision: Verdict['effect']
  reason: string
  trace: Verdict['trace']
  risk_score: number
  risk_level: Risk['level']
  risk_reasons: Risk['reasons']
  on_behalf_of: string | null
  created_at: Date
  startable_at: Date | null
  execute_by: Date | null
  result_due: Date | null
  finished_at: Date | null
  result_success: boolean | null
  result_sha256: string | null
  tool_result: string | null
  error_message: string | null
  duration_ms: number | null
  tokens_input: number | null
  tokens_output: number | null
  cost_micros: number | null
  cost_currency: string | null
  http_status: number | null
  settled_by: string | null
  settle_note: string | null
  settled_at: Date | null
  approval_id: string | null
  approval_status: 'pending' | 'approved' | 'rejected' | 'expired' | 'cancelled' | null
  expires_at: Date | null
  required: number | null
  hold_ms: number | null
  execute_window_ms: number | null
  resolved_by: string | null
  resolved_at: Date | null
  reject_reason: string | null
  response: string | null
  /** People whose last word on these very arguments is yes. */
  votes: number
  reviewer_group: string | null
  owner_id: string | null
  agent_enabled: boolean
  now: Date
}

const COLUMNS = `
  SELECT e.id, e.agent_id, e.tool_name, e.tool_args, e.action_name, e.action_hash, e.tool_schema_sha256, e.policy_version, e.key_id, e.run_id, e.client_id, e.trust_level, e.state,
    e.decision, e.reason, e.trace, e.risk_score, e.risk_level, e.risk_reasons, e.on_behalf_of, e.created_at, e.startable_at,
    e.execute_by, e.result_due, e.finished_at, e.result_success, e.result_sha256, e.tool_result, e.error_message, e.duration_ms,
    e.tokens_input, e.tokens_output, e.cost_micros, e.cost_currency, e.http_status,
    e.settled_by, e.settle_note, e.settled_at,
    p.id AS approval_id, p.status AS approval_status, p.expires_at, p.required, p.hold_ms, p.execute_window_ms, p.resolved_by,
    p.resolved_at, p.reject_reason, p.response,
    CASE WHEN p.id IS NULL THEN 0 ELSE count_votes(e.workspace_id, p.id, p.action_hash) END AS votes, p.reviewer_group,
    t.schema_sha256 IS DISTINCT FROM e.tool_schema_sha256 AS schema_changed,
    (SELECT x.args_before FROM approval_edits x WHERE x.workspace_id = e.workspace_id AND x.approval_request_id = p.id
      ORDER BY x.seq LIMIT 1) AS asked_args,
    a.owner_id, coalesce(s.enabled, ${DEFAULTS.enabled}) AND a.archived_at IS NULL AS agent_enabled`
const FROM = `
  FROM agent_action_events e
  JOIN agents a ON a.workspace_id = e.workspace_id AND a.id = e.agent_id
  JOIN tools t ON t.workspace_id = e.workspace_id AND t.id = e.tool_name
  LEFT JOIN agent_settings s ON s.workspace_id = e.workspace_id AND s.agent_id = e.agent_id
  LEFT JOIN agent_approvals p ON p.workspace_id = e.workspace_id AND p.action_id = e.id`

// The key is looked at again with every read: whoever waited for one may have lost it meanwhile.
const ONE = `${COLUMNS}, coalesce($3::timestamptz, clock_timestamp()) AS now, $4::uuid IS NULL OR EXISTS (
    SELECT 1 FROM api_keys k WHERE k.workspace_id = e.workspace_id AND k.id = $4 AND k.revoked_at IS NULL) AS key_live
  ${FROM} WHERE e.workspace_id = $1 AND e.id = $2`
const LOCK = `SELECT id FROM agent_action_events WHERE workspace_id = $1 AND id = $2 FOR UPDATE`
// The action an approval is about never changes, so it is looked up without a lock; and first, or the join would begin elsewhere.
const [ASKED, LOCK_ASKED] = [ONE, LOCK].map((text) => text.replace('= $2', '= (SELECT action_id FROM agent_approvals WHERE workspace_id = $1 AND id = $2)')) as [string, string]

/** An agent sees its own actions only; to everyone else they do not exist. */
const visibleTo = (ctx: Ctx, row: ActionRow) => ctx.actor.kind !== 'agent' || row.agent_id === ctx.actor.id

async function readWith(sql: Sql, ctx: Ctx, id: string, text = ONE): Promise<ActionRow | null> {
  if (!isId(id)) return null
  const [row] = await sql<ActionRow & { key_live: boolean }>(text, [ctx.workspace, id, ctx.at ?? null, ctx.actor.kind === 'agent' ? ctx.actor.keyId : null])
  if (!row || !visibleTo(ctx, row)) return null
  if (!row.key_live) throw keyRevoked()
  return row
}

/** Null where there is none. Throws `unauthenticated` once the agent's key is revoked, as all of these do. */
export const readRow = (ctx: Ctx, id: string) => readWith(query, ctx, id)

/**
 * Locks the action, then reads it and the clock in a second statement: what it says is true while the lock is held.
 * Every verb that moves an action or its approval takes this one lock first, so there is no order to get wrong.
 */
export async function lockRow(tx: Tx, ctx: Ctx, id: string): Promise<ActionRow | null> {
  if (!isId(id)) return null
  tx.send(LOCK, [ctx.workspace, id])
  return readWith(tx.sql, ctx, id)
}

/** The same by its approval. Throws `not_found`. */
export async function lockAsked(tx: Tx, ctx: Ctx, approvalId: string): Promise<ActionRow> {
  if (isId(approvalId)) tx.send(LOCK_ASKED, [ctx.workspace, approvalId])
  return readAsked(tx.sql, ctx, approvalId)
}

/** What an approval is about. Throws `not_found`. */
export async function readAsked(sql: Sql, ctx: Ctx, approvalId: string): Promise<ActionRow> {
  const row = await readWith(sql, ctx, approvalId, ASKED)
  if (!row) throw notFound('approval')
  return row
}

/** The same row where the caller is inside a transaction and holds the lock already (or has just written it). */
export async function rereadRow(tx: Tx, ctx: Ctx, id: string): Promise<ActionRow> {
  const row = await readWith(tx.sql, ctx, id)
  if (!row) throw new Error(`action ${id} vanished inside its own transaction`)
  return row
}

const PAGE = `${COLUMNS}, clock_timestamp() AS now ${FROM}
  WHERE e.workspace_id = $1 AND e.agent_id = $2
    AND ($3::text IS NULL OR e.state = $3) AND ($4::text IS NULL OR e.tool_name = $4)
    AND e.created_at >= coalesce($5::timestamptz, '-infinity')
    AND (e.created_at, e.id) < (coalesce($6::timestamptz, 'infinity'), coalesce($7::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
  ORDER BY e.created_at DESC, e.id DESC LIMIT $8`

export interface PageFilter {
  state?: string
  tool?: string
  since?: string
  before?: { at: string; id: string }
  limit: number
}

export const pageRows = (ctx: Ctx, agentId: string, { state, tool, since, before, limit }: PageFilter) =>
  query<ActionRow>(PAGE, [ctx.workspace, agentId, state ?? null, tool ?? null, since ?? null, before?.at ?? null, before?.id ?? null, limit])
