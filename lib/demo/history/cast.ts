import { readFacts, type Facts } from '@/lib/actions/facts'
import { createKey } from '@/lib/agents/create-key'
import type { Ctx, Role } from '@/lib/context'
import { prisma, query } from '@/lib/db'
import { createUser } from '@/lib/users/create'
import type { AgentName } from '@/prisma/seed/agents'
import { tools } from '@/prisma/seed/tools'
import { AGENT_NAMES, addAgents, addTools, hourlyLimit } from '../catalogue'
import type { Reviewer } from './fate'

import { timesUsual, type Incidents } from './incidents'
import type { Cell } from './plan'
import { PRINCIPALS, REVIEWERS } from './people'

export const KEY_NAME = 'Demo history'

const done = () => Promise.resolve()

/** So that only the agent that runs away meets its limit. */
function scaleFor(cells: readonly Cell[], incidents: Incidents): number {
  const usual = cells.filter(({ agent, hour }) => timesUsual(incidents, agent, hour) === 1 || agent !== incidents.runaway.agents[0])
  return usual.reduce((scale, { agent, count }) => Math.max(scale, (count * 1.25) / hourlyLimit(agent)), 1)
}

/** Tools, agents with what they may do, and a key for each: through the verbs, as a person would. */
export async function addActors(ctx: Ctx, cells: readonly Cell[], incidents: Incidents): Promise<Map<AgentName, string>> {
  await addTools(ctx, done)
  await addAgents(ctx, done, scaleFor(cells, incidents))
  const active = await prisma.agent.findMany({ where: { workspaceId: ctx.workspace, id: { in: AGENT_NAMES }, archivedAt: null } })
  const keys = new Map<AgentName, string>()
  for (const { id } of active) keys.set(id as AgentName, (await createKey(ctx, { agentId: id, name: KEY_NAME, scopes: ['actions:write', 'actions:read'] })).id)
  return keys
}

async function member(ctx: Ctx, email: string, name: string, roles: Role[]): Promise<string> {
  const found = await prisma.user.findUnique({ where: { email }, select: { id: true } })
  const joined = found && (await prisma.member.findFirst({ where: { workspaceId: ctx.workspace, id: found.id, removedAt: null } }))
  return joined ? joined.id : (await createUser(ctx, { email, name, roles })).userId
}

/** Nobody is told their one-time passwords, so nobody signs in as them. */
export async function addPeople(ctx: Ctx, sessionOf: () => string): Promise<{ reviewers: Reviewer[]; principals: Map<string, string> }> {
  const reviewers: Reviewer[] = []
  for (const habit of REVIEWERS) reviewers.push({ ...habit, id: await member(ctx, habit.email, habit.name, ['reviewer']), sessionId: sessionOf() })
  const principals = new Map<string, string>()
  for (const { email, name } of PRINCIPALS) principals.set(email, await member(ctx, email, name, ['manager']))
  return { reviewers, principals }
}

/** What the rules are made of, for each agent and tool. */
export async function allFacts(ctx: Ctx, keys: ReadonlyMap<AgentName, string>): Promise<(agent: AgentName, tool: string) => Facts> {
  const known = new Map<string, Facts>()
  for (const [agentId, keyId] of keys) {
    for (const { id: tool } of tools) known.set(`${agentId} ${tool}`, await readFacts(query, ctx, { agentId, keyId, tool }))
  }
  return (agent, tool) => {
    const facts = known.get(`${agent} ${tool}`)
    if (!facts) throw new Error(`nothing is known of ${agent} and ${tool}`)
    return facts
  }
}
