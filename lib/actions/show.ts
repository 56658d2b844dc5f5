import { canonical } from '@/lib/audit/canonical'
import { hashOf, type BoundRow } from '@/lib/actions/hash'
import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { isId } from '@/lib/ids'
import type { ActionState } from '@/packages/sdk/contract/actions'
import type { Risk, Verdict } from '@/packages/sdk/contract/verdict'

/** One action as the desk's page shows it, whether or not anybody was asked. */
export interface ActionDetail {
  id: string
  actionName: string
  actionNameHe: string | null
  agentId: string
  toolId: string
  args: string
  amountPath: string | null
  amount: number | null
  currency: string | null
  actionHash: string
  /** The stored arguments still are what the hash is about. */
  intact: boolean
  trustLevel: number
  riskScore: number
  riskLevel: Risk['level']
  effect: Verdict['effect']
  trace: Verdict['trace']
  state: ActionState
  ownerId: string | null
  onBehalfOf: string | null
  onBehalfOfName: string | null
  clientId: string | null
  runId: string | null
  sandboxId: string | null
  createdAt: Date
  startedAt: Date | null
  resultDue: Date | null
  finishedAt: Date | null
  toolResult: string | null
  errorMessage: string | null
  durationMs: number | null
  settled: { by: string; note: string; at: Date } | null
  approvalId: string | null
  /** The redemption: automatic ones carry no receipt. */
  grant: { id: string; kid: string | null; at: Date } | null
}

interface Stored extends Omit<ActionDetail, 'intact' | 'settled' | 'grant'> {
  toolSchemaSha256: string | null
  policyVersion: string | null
  settledBy: string | null
  settleNote: string | null
  settledAt: Date | null
  grantId: string | null
  kid: string | null
  redeemedAt: Date | null
}

const ONE = `
  SELECT e.id, e.action_name AS "actionName", e.action_name_he AS "actionNameHe", e.agent_id AS "agentId", e.tool_name AS "toolId",
    e.tool_args AS args, t.amount_path AS "amountPath", e.amount, e.currency, e.action_hash AS "actionHash",
    e.tool_schema_sha256 AS "toolSchemaSha256", e.policy_version AS "policyVersion", e.trust_level AS "trustLevel",
    e.risk_score AS "riskScore", e.risk_level AS "riskLevel", e.decision AS effect, e.trace, e.state, a.owner_id AS "ownerId",
    e.on_behalf_of AS "onBehalfOf", behalf.name AS "onBehalfOfName", e.client_id AS "clientId", e.run_id AS "runId",
    e.sandbox_id AS "sandboxId", e.created_at AS "createdAt", e.started_at AS "startedAt", e.result_due AS "resultDue",
    e.finished_at AS "finishedAt", e.tool_result AS "toolResult", e.error_message AS "errorMessage", e.duration_ms AS "durationMs",
    coalesce(settler.name, e.settled_by) AS "settledBy", e.settle_note AS "settleNote", e.settled_at AS "settledAt",
    p.id AS "approvalId", g.id AS "grantId", g.kid, g.redeemed_at AS "redeemedAt"
  FROM agent_action_events e
  JOIN agents a ON a.workspace_id = e.workspace_id AND a.id = e.agent_id
  JOIN tools t ON t.workspace_id = e.workspace_id AND t.id = e.tool_name
  LEFT JOIN users behalf ON behalf.id = e.on_behalf_of
  LEFT JOIN users settler ON settler.id = e.settled_by_id
  LEFT JOIN agent_approvals p ON p.workspace_id = e.workspace_id AND p.action_id = e.id
  LEFT JOIN execution_grants g ON g.workspace_id = e.workspace_id AND g.action_id = e.id
  WHERE e.workspace_id = $1 AND e.id = $2`

/** Null when this workspace has no such action. */
export async function showAction(ctx: Ctx, id: string): Promise<ActionDetail | null> {
  const [stored] = isId(id) ? await query<Stored>(ONE, [ctx.workspace, id]) : []
  if (!stored) return null
  const { settledBy: by, settleNote: note, settledAt, grantId, kid, redeemedAt, ...rest } = stored
  return {
    ...rest,
    intact: binds(ctx, stored),
    settled: by && note && settledAt ? { by, note, at: settledAt } : null,
    grant: grantId && redeemedAt ? { id: grantId, kid, at: redeemedAt } : null,
  }
}

function binds({ workspace }: Ctx, stored: Stored): boolean {
  const row: BoundRow = {
    id: stored.id,
    agent_id: stored.agentId,
    tool_name: stored.toolId,
    tool_args: stored.args,
    tool_schema_sha256: stored.toolSchemaSha256,
    policy_version: stored.policyVersion,
  }
  try {
    return canonical(JSON.parse(stored.args)) === stored.args && hashOf(workspace, row) === stored.actionHash
  } catch {
    return false
  }
}
