import { fieldChanges } from '@/lib/audit/field-changes'
import type { Ctx } from '@/lib/context'
import { transact, unchanged } from '@/lib/transact'
import { DETAIL_NAMES } from './create'
import { lockActiveAgent, ownerEmail, requireMember } from './lock'
import type { AgentDetails } from './schema'

/** Only what is given changes. The owner matters most: they never vote on this agent's approvals. */
export function changeDetails(ctx: Ctx, agentId: string, change: Partial<AgentDetails>): Promise<AgentDetails> {
  return transact(ctx, 'agents.change', async (tx) => {
    const { name, description, team, ownerId } = await lockActiveAgent(tx, ctx, agentId)
    const old: AgentDetails = { name, description, team, ownerId }
    const next = { ...old, ...change }
    const was = await ownerEmail(tx, ownerId)
    const owner = next.ownerId === ownerId ? was : await requireMember(tx, ctx, next.ownerId)
    const changes = fieldChanges({ ...old, owner: was }, { ...next, owner }, DETAIL_NAMES)
    if (!changes.length) return unchanged(old)
    await tx.db.agent.update({ where: { workspaceId_id: { workspaceId: ctx.workspace, id: agentId } }, data: next })
    return { value: next, audit: [{ kind: 'config', event: 'agent.changed', agentId, changes }] }
  })
}
