import { binds } from '@/lib/approvals/binds'
import { MOST_TOGETHER } from '@/lib/approvals/together'
import type { ApprovalStatus, RiskLevel } from '@/lib/approvals/schema'
import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { isId } from '@/lib/ids'

/** One of those that are about to be decided together: everything that would run. */
export interface SelectedApproval {
  id: string
  actionName: string
  actionNameHe: string | null
  agentId: string
  toolId: string
  /** The canonical arguments, which the hash stands for. */
  parameters: string
  actionHash: string
  /** The text still hashes to what the decision is about. */
  intact: boolean
  amount: number | null
  currency: string | null
  trustLevel: number
  riskLevel: RiskLevel
  status: ApprovalStatus
}

interface Stored extends Omit<SelectedApproval, 'intact'> {
  actionId: string
  toolSchemaSha256: string | null
  policyVersion: string | null
  toolArgs: string
}

const SELECTED = `
  SELECT p.id, p.action_id AS "actionId", p.action_name AS "actionName", p.action_name_he AS "actionNameHe", p.agent_id AS "agentId",
    p.tool_id AS "toolId", p.parameters, p.action_hash AS "actionHash", e.amount, e.currency, p.trust_level AS "trustLevel",
    p.risk_level AS "riskLevel", p.status, e.tool_schema_sha256 AS "toolSchemaSha256", e.policy_version AS "policyVersion", e.tool_args AS "toolArgs"
  FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted (id, place)
  JOIN agent_approvals p ON p.workspace_id = $1 AND p.id = wanted.id
  JOIN agent_action_events e ON e.workspace_id = p.workspace_id AND e.id = p.action_id
  ORDER BY wanted.place`

/** What is shown of each before many are decided together, in the order asked; what is not of this workspace is left out. */
export async function showSelected(ctx: Ctx, ids: readonly string[]): Promise<SelectedApproval[]> {
  const stored = await query<Stored>(SELECTED, [ctx.workspace, ids.filter(isId).slice(0, MOST_TOGETHER)])
  return stored.map(({ actionId, toolSchemaSha256, policyVersion, toolArgs, ...row }) => ({
    ...row,
    intact: toolArgs === row.parameters && binds(ctx, { ...row, actionId, toolSchemaSha256, policyVersion }),
  }))
}
