import { createKey } from '@/lib/agents/create-key'
import { revokeKey } from '@/lib/agents/revoke-key'
import type { Ctx } from '@/lib/context'
import { prisma } from '@/lib/db'
import type { AgentName } from '@/prisma/seed/agents'
import { AGENT_NAMES } from './catalogue'
import { Gateway } from './agents/gateway'

const KEY_NAME = 'Demo'

/** Each agent's own way into the gateway. The secrets live in this memory and nowhere else. */
export type Doors = Map<AgentName, Gateway>

/** Ends the keys of an earlier demo and gives every agent a new one. */
export async function openDoors(ctx: Ctx, gatewayUrl: string): Promise<Doors> {
  await closeDoors(ctx)
  const active = await prisma.agent.findMany({ where: { workspaceId: ctx.workspace, id: { in: AGENT_NAMES }, archivedAt: null } })
  const doors = await Promise.all(
    active.map(async ({ id }): Promise<[AgentName, Gateway]> => {
      const { secret } = await createKey(ctx, { agentId: id, name: KEY_NAME, scopes: ['actions:write', 'actions:read'] })
      return [id as AgentName, new Gateway(gatewayUrl, secret)]
    }),
  )
  return new Map(doors)
}

export async function closeDoors(ctx: Ctx): Promise<void> {
  const old = await prisma.apiKey.findMany({ where: { workspaceId: ctx.workspace, name: KEY_NAME, revokedAt: null }, select: { id: true } })
  await Promise.all(old.map(({ id }) => revokeKey(ctx, { keyId: id })))
}
