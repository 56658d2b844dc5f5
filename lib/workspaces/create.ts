import { asWorkspaceId, ROLES, type Ctx, type WorkspaceId } from '@/lib/context'
import { isTaken } from '@/lib/database/failure'
import { AppError } from '@/lib/errors'
import { transact } from '@/lib/transact'

/** Makes a workspace; the person who makes it gets every role in it. Its log begins with that. */
export async function createWorkspace(
  ctx: Ctx,
  input: { id: string; name: string; demo?: boolean; adminId?: string },
): Promise<WorkspaceId> {
  const adminId = input.adminId ?? (ctx.actor.kind === 'user' ? ctx.actor.id : undefined)
  const { id, name, demo } = input
  const workspace = asWorkspaceId(id)
  return transact({ ...ctx, workspace }, 'workspaces.create', async (tx) => {
    await tx.db.workspace.create({ data: { id, name, demo } }).catch((error: unknown) => {
      throw isTaken(error) ? new AppError('conflict', `There is already a workspace with the id "${id}".`) : error
    })
    if (adminId) await tx.db.member.create({ data: { workspaceId: id, id: adminId, roles: [...ROLES] } })
    return {
      value: workspace,
      audit: [{ kind: 'config', event: 'workspace.created', userId: adminId, input: { id, name } }],
    }
  })
}
