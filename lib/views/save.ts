import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { transact, unchanged } from '@/lib/transact'
import { SaveView as Defaults, type SaveView } from './schema'

const LOCK = `SELECT id, address FROM saved_views WHERE workspace_id = $1 AND screen = 'audit' AND owner_id IS NOT DISTINCT FROM $2 AND name = $3 FOR UPDATE`
// A view under the same name is replaced; everybody's only by who made it, or an admin.
const PUT = `
  INSERT INTO saved_views (workspace_id, id, screen, name, address, owner_id, created_by, created_at)
  VALUES ($1, $4, 'audit', $3, $5, $2, $6, coalesce($8::timestamptz, clock_timestamp()))
  ON CONFLICT (workspace_id, screen, owner_id, name) DO UPDATE SET address = excluded.address
    WHERE saved_views.created_by = excluded.created_by OR $7
  RETURNING id`

/** Keeps the explorer's address under a name: one's own, or for everybody in the workspace. */
export function saveView(ctx: Ctx, input: SaveView): Promise<{ id: string }> {
  return transact(ctx, 'views.change', async ({ sql }) => {
    const { name, address, shared } = Defaults.parse(input)
    if (ctx.actor.kind !== 'user') throw new AppError('forbidden', 'Only people keep views.')
    const { id: person, roles } = ctx.actor
    const owner = shared ? null : person
    const [old] = await sql<{ id: string; address: string }>(LOCK, [ctx.workspace, owner, name])
    if (old?.address === address) return unchanged({ id: old.id })
    const [kept] = await sql<{ id: string }>(PUT, [ctx.workspace, owner, name, newId(), address, person, roles.includes('admin'), ctx.at ?? null])
    if (!kept) throw new AppError('conflict', `Somebody else shares a view named ${name}.`, { errors: [{ path: '/name', message: 'taken' }] })
    const changes = [{ field: 'address', old: old?.address ?? null, new: address }]
    return { value: kept, audit: [{ kind: 'config', event: 'view.saved', input: { view: name, shared }, changes }] }
  })
}
