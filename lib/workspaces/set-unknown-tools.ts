import type { Ctx } from '@/lib/context'
import { notFound } from '@/lib/errors'
import { transact, unchanged } from '@/lib/transact'

export type UnknownTools = 'review' | 'deny'

/** What becomes of an action whose tool is not in the catalogue: a person looks at it, or it is denied. */
export function setUnknownTools(ctx: Ctx, next: UnknownTools): Promise<UnknownTools> {
  return transact(ctx, 'tools.change', async (tx) => {
    const [row] = await tx.sql<{ unknown_tools: UnknownTools }>(
      'SELECT unknown_tools FROM workspaces WHERE id = $1 FOR NO KEY UPDATE',
      [ctx.workspace],
    )
    if (!row) throw notFound('workspace')
    if (row.unknown_tools === next) return unchanged(next)
    await tx.db.workspace.update({ where: { id: ctx.workspace }, data: { unknownTools: next } })
    const changes = [{ field: 'unknown_tools', old: row.unknown_tools, new: next }]
    return { value: next, audit: [{ kind: 'config', event: 'workspace.changed', changes }] }
  })
}
