import { actionHash } from '@/lib/actions/hash'
import { canonical } from '@/lib/audit/canonical'
import type { Ctx } from '@/lib/context'

interface Shown {
  actionId: string
  agentId: string
  toolId: string
  toolSchemaSha256: string | null
  policyVersion: string | null
  parameters: string
  actionHash: string
}

/** Computes the hash again from the very text that is drawn, and checks that this text is the canonical one. */
export function binds(ctx: Ctx, { parameters, actionId, agentId, toolId, toolSchemaSha256, policyVersion, actionHash: promised }: Shown): boolean {
  try {
    const args: unknown = JSON.parse(parameters)
    const bound = { workspace: ctx.workspace, action: actionId, agent: agentId, tool: toolId, tool_schema_sha256: toolSchemaSha256, args, policy_version: policyVersion }
    return canonical(args) === parameters && actionHash(bound) === promised
  } catch {
    return false
  }
}
