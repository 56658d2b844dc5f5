import type { Ctx } from '@/lib/context'
import { notFound } from '@/lib/errors'
import { transact, unchanged } from '@/lib/transact'

/** How long an approval can still be undone before the agent may start: 0 to 60,000 ms, for approvals asked from now on. */
export function setHold(ctx: Ctx, holdMs: number): Promise<number> {
  return transact(ctx, 'agents.change', async (tx) => {
    const [row] = await tx.sql<{ approval_hold_ms: number }>(
      'SELECT approval_hold_ms FROM workspaces WHERE id = $1 FOR NO KEY UPDATE',
      [ctx.workspace],
    )
    if (!row) throw notFound('workspace')
    if (row.approval_hold_ms === holdMs) return unchanged(holdMs)
    await tx.db.workspace.update({ where: { id: ctx.workspace }, data: { approvalHoldMs: holdMs } })
    const changes = [{ field: 'approval_hold_ms', old: row.approval_hold_ms, new: holdMs }]
    return { value: holdMs, audit: [{ kind: 'config', event: 'workspace.changed', changes }] }
  })
}
