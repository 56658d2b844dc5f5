import { notFound } from 'next/navigation'
import { cache } from 'react'
import { requirePage } from '@/app/page-context'
import { findAgent } from '@/lib/agents/queries'
import { AgentId } from '@/lib/agents/schema'
import { can } from '@/lib/auth/permissions'

/** First line of every page of one agent: the agent of this workspace, or 404. */
export const openAgent = cache(async (id: string) => {
  const { ctx, session } = await requirePage('agents.read')
  const agent = AgentId.safeParse(id).success ? await findAgent(ctx, id) : null
  if (!agent) notFound()
  return { ctx, session, agent, admin: can(session.roles, 'agents.change') && !agent.archived }
})

export interface AgentPageProps {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}
