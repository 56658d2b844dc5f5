import type { Ctx } from '@/lib/context'
import { AppError, notFound } from '@/lib/errors'
import { transact } from '@/lib/transact'

const LOCK = `SELECT name, address, owner_id, created_by FROM saved_views WHERE workspace_id = $1 AND id = $2 AND (owner_id IS NULL OR owner_id = $3) FOR UPDATE`
const REMOVE = 'DELETE FROM saved_views WHERE workspace_id = $1 AND id = $2'

/** Somebody else's own view does not exist; everybody's is removed by who made it, or an admin. */
export function removeView(ctx: Ctx, id: string): Promise<void> {
  return transact(ctx, 'views.change', async ({ sql }) => {
    if (ctx.actor.kind !== 'user') throw new AppError('forbidden', 'Only people keep views.')
    const { id: person, roles } = ctx.actor
    const [view] = await sql<{ name: string; address: string; owner_id: string | null; created_by: string }>(LOCK, [ctx.workspace, id, person])
    if (!view) throw notFound('view')
    if (view.created_by !== person && !roles.includes('admin')) throw new AppError('forbidden', 'Only who shared this view, or an admin, may remove it.')
    await sql(REMOVE, [ctx.workspace, id])
    const changes = [{ field: 'address', old: view.address, new: null }]
    return { value: undefined, audit: [{ kind: 'config', event: 'view.removed', input: { view: view.name, shared: view.owner_id === null }, changes }] }
  })
}
