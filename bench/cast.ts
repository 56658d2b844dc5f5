import { create as createAgent } from '@/lib/agents/create'
import { changeSettings } from '@/lib/agents/change-settings'
import { createKey } from '@/lib/agents/create-key'
import { asWorkspaceId, systemCtx, type Ctx } from '@/lib/context'
import { newId } from '@/lib/ids'
import { registerKeys } from '@/lib/signing/register'
import { create as createTool } from '@/lib/tools/create'
import { createUser } from '@/lib/users/create'
import { createWorkspace } from '@/lib/workspaces/create'
import { setHold } from '@/lib/workspaces/set-hold'

export const WORKSPACE = asWorkspaceId('bench')
export const CLIENTS = 64
const PASSWORD = 'correct horse battery 42'
const EMAIL = 'reviewer@bench.example'

export interface Cast {
  /** One for each client, each of its own agent. */
  secrets: string[]
  reviewer: Ctx
}

/** A workspace as it would be: made by the verbs. */
export async function addCast(): Promise<Cast> {
  const ctx = systemCtx(WORKSPACE, 'system:bench', newId())
  await createWorkspace(ctx, { id: WORKSPACE, name: 'Bench' })
  await registerKeys()
  await createTool(ctx, { id: 'issue_refund', trustLevel: 3, amountPath: '/amount_cents', currency: 'USD' })
  await setHold(ctx, 0)
  const secrets: string[] = []
  for (let each = 0; each < CLIENTS; each++) {
    const agentId = `agent-${each}`
    await createAgent(ctx, { id: agentId, name: `Agent ${each}` })
    await changeSettings(ctx, { agentId, change: { maxActionsPerHour: 1_000_000 } })
    secrets.push((await createKey(ctx, { agentId, name: 'bench', scopes: ['actions:write', 'actions:read'] })).secret)
  }
  const { userId } = await createUser(ctx, { email: EMAIL, name: 'Reviewer', roles: ['reviewer', 'manager', 'auditor'], password: PASSWORD })
  const reviewer: Ctx = { workspace: WORKSPACE, requestId: newId(), actor: { kind: 'user', id: userId, email: EMAIL, roles: ['reviewer', 'manager', 'auditor'], sessionId: newId() } }
  return { secrets, reviewer }
}

/** What every client asks: a refund that a person has to see. */
export const REFUND = JSON.stringify({
  tool: 'issue_refund', args: { order_id: 'ORD-00123', amount_cents: 18_400, reason: 'damaged on arrival' }, action_name: 'Refund $184.00 to Maya Cohen',
  description: 'The customer sent two photos of a cracked panel.', workflow: 'refunds', stage: 'commit', client_id: 'CUS-0001', expires_in_s: 86_400,
})
