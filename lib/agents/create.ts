import { initialValues } from '@/lib/audit/field-changes'
import { nameOf, type Ctx } from '@/lib/context'
import { isTaken } from '@/lib/database/failure'
import { AppError } from '@/lib/errors'
import { transact } from '@/lib/transact'
import { requireMember } from './lock'
import type { CreateAgent } from './schema'

export const DETAIL_NAMES = { name: 'name', description: 'description', team: 'team', owner: 'owner' } as const

/** Registers an agent with the default settings. It can do nothing until it has a key. */
export function create(ctx: Ctx, input: CreateAgent): Promise<{ id: string; name: string }> {
  return transact(ctx, 'agents.change', async (tx) => {
    const { id, name, description = '', team = '', ownerId = null } = input
    const owner = await requireMember(tx, ctx, ownerId)
    const data = { workspaceId: ctx.workspace, id, name, description, team, ownerId, createdBy: nameOf(ctx.actor), createdAt: ctx.at }
    await tx.db.agent.create({ data }).catch((error: unknown) => {
      if (!isTaken(error)) throw error
      throw new AppError('conflict', `An agent with the id ${id} exists already.`, { errors: [{ path: '/id', message: 'taken' }] })
    })
    const changes = initialValues({ name, description, team, owner }, DETAIL_NAMES)
    return { value: { id, name }, audit: [{ kind: 'config', event: 'agent.created', agentId: id, changes }] }
  })
}
