import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { transact, unchanged } from '@/lib/transact'

const READ = 'SELECT reject_reasons FROM workspaces WHERE id = $1'

/** The workspace's own; empty where it keeps to the desk's. */
export async function rejectReasons(ctx: Ctx): Promise<string[]> {
  const [row] = await query<{ reject_reasons: string[] }>(READ, [ctx.workspace])
  return row?.reject_reasons ?? []
}

/** The reasons for a rejection that reviewers have at hand, in order: one for each number key. */
export function setRejectReasons(ctx: Ctx, reasons: readonly string[]): Promise<void> {
  return transact<void>(ctx, 'agents.change', async (tx) => {
    const [row] = await tx.sql<{ reject_reasons: string[] }>(`${READ} FOR NO KEY UPDATE`, [ctx.workspace])
    if (!row) throw notFound('workspace')
    if (JSON.stringify(row.reject_reasons) === JSON.stringify(reasons)) return unchanged(undefined)
    await tx.sql('UPDATE workspaces SET reject_reasons = $2 WHERE id = $1', [ctx.workspace, [...reasons]])
    return { value: undefined, audit: [{ kind: 'config', event: 'workspace.changed', changes: [{ field: 'reject_reasons', old: row.reject_reasons, new: [...reasons] }] }] }
  })
}
