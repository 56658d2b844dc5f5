import { create as createAgent } from '@/lib/agents/create'
import { changeSettings } from '@/lib/agents/change-settings'
import { setPermission } from '@/lib/agents/set-permission'
import type { Ctx } from '@/lib/context'
import { prisma } from '@/lib/db'
import { create as createTool } from '@/lib/tools/create'
import { agents, type AgentName, type DemoAgent } from '@/prisma/seed/agents'
import { tools } from '@/prisma/seed/tools'

export const AGENT_NAMES = Object.keys(agents) as AgentName[]
const ACTIONS_PER_HOUR = 400

export const hourlyLimit = (id: AgentName) => (agents[id] as DemoAgent).settings?.maxActionsPerHour ?? ACTIONS_PER_HOUR

/** Adds what is missing. What a person changed since the last demo stays as they left it. */
export async function addTools(ctx: Ctx, done: () => Promise<unknown>): Promise<void> {
  const there = new Set((await prisma.tool.findMany({ where: { workspaceId: ctx.workspace }, select: { id: true } })).map(({ id }) => id))
  for (const tool of tools) {
    if (!there.has(tool.id)) await createTool(ctx, tool)
    await done()
  }
}

/** `scale` widens every hourly limit, for workspaces that are made to be large. */
export async function addAgents(ctx: Ctx, done: () => Promise<unknown>, scale = 1): Promise<void> {
  const there = await prisma.agent.findMany({ where: { workspaceId: ctx.workspace }, select: { id: true, archivedAt: true } })
  const found = new Map(there.map((agent) => [agent.id, agent]))
  await Promise.all(
    AGENT_NAMES.filter((id) => !found.get(id)?.archivedAt).map(async (id) => {
      await addAgent(ctx, id, found.has(id), scale)
      await done()
    }),
  )
}

async function addAgent(ctx: Ctx, id: AgentName, isThere: boolean, scale: number): Promise<void> {
  const { name, description, team, may, settings }: DemoAgent = agents[id]
  if (!isThere) await createAgent(ctx, { id, name, description, team })
  const own = { where: { workspaceId: ctx.workspace, agentId: id } }
  const [set, rules] = await Promise.all([prisma.agentSettings.count(own), prisma.permission.findMany(own)])
  const ruled = new Set(rules.map(({ toolId }) => toolId))
  if (!set) await changeSettings(ctx, { agentId: id, change: { ...settings, maxActionsPerHour: Math.round(hourlyLimit(id) * scale) } })
  for (const tool of tools) {
    if (ruled.has(tool.id)) continue
    const rule = may[tool.id]
    const maxAmount = typeof rule === 'number' ? rule : null
    await setPermission(ctx, { agentId: id, toolId: tool.id, effect: rule ? 'allow' : 'deny', maxAmount })
  }
}
