import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db'
import { AppError, notFound } from '@/lib/errors'
import type { AgentDetails } from './schema'
import { effectiveSettings, type EffectiveSettings, type SettingsRow } from './effective-settings'

interface AgentRow {
  name: string
  description: string
  team: string
  owner_id: string | null
  archived: boolean
}

/** Takes the agent's row for this transaction. NO KEY UPDATE: actions that point at it may still be written meanwhile. */
export async function lockAgent(tx: Tx, ctx: Ctx, agentId: string): Promise<AgentDetails & { archived: boolean }> {
  const [row] = await tx.sql<AgentRow>(
    `SELECT name, description, team, owner_id, archived_at IS NOT NULL AS archived
       FROM agents WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE`,
    [ctx.workspace, agentId],
  )
  if (!row) throw notFound('agent')
  return { name: row.name, description: row.description, team: row.team, ownerId: row.owner_id, archived: row.archived }
}

/** The same, for changes that a retired agent must not get any more. */
export async function lockActiveAgent(tx: Tx, ctx: Ctx, agentId: string): Promise<AgentDetails> {
  const agent = await lockAgent(tx, ctx, agentId)
  if (agent.archived) throw new AppError('conflict', 'This agent is archived.', { state: 'archived' })
  return agent
}

/** Read with the agent's row locked, so it works where no settings row exists yet. */
export async function lockedSettings(tx: Tx, ctx: Ctx, agentId: string): Promise<EffectiveSettings> {
  const [row] = await tx.sql<SettingsRow>(
    'SELECT * FROM agent_settings WHERE workspace_id = $1 AND agent_id = $2 FOR UPDATE',
    [ctx.workspace, agentId],
  )
  return effectiveSettings(row)
}

/** The e-mail of who shall own an agent, as the log names them; refuses anybody who is no active member. */
export async function requireMember(tx: Tx, ctx: Ctx, ownerId: string | null): Promise<string | null> {
  if (ownerId === null) return null
  const [member] = await tx.sql<{ email: string; active: boolean }>(
    `SELECT u.email, m.removed_at IS NULL AS active FROM members m JOIN users u ON u.id = m.id
      WHERE m.workspace_id = $1 AND m.id = $2 FOR KEY SHARE OF m`,
    [ctx.workspace, ownerId],
  )
  if (member?.active) return member.email
  throw new AppError('invalid', 'The owner must be an active member of this workspace.', {
    errors: [{ path: '/ownerId', message: 'not_a_member' }],
  })
}

export async function ownerEmail(tx: Tx, ownerId: string | null): Promise<string | null> {
  if (ownerId === null) return null
  return (await tx.db.user.findUnique({ where: { id: ownerId }, select: { email: true } }))?.email ?? null
}
