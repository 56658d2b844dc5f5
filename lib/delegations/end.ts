import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { transact, unchanged } from '@/lib/transact'

const END = `DELETE FROM delegations d USING users u WHERE d.workspace_id = $1 AND d.member_id = $2 AND u.id = d.delegate_id RETURNING u.id, u.email`

/** Ends one's own delegation, at once. */
export function endDelegation(ctx: Ctx): Promise<void> {
  return transact<void>(ctx, 'approvals.decide', async (tx) => {
    if (ctx.actor.kind !== 'user') throw new AppError('forbidden', 'Only people stand in for each other.')
    const [ended] = await tx.sql<{ id: string; email: string }>(END, [ctx.workspace, ctx.actor.id])
    if (!ended) return unchanged(undefined)
    return { value: undefined, audit: [{ kind: 'auth', event: 'delegation.ended', userId: ended.id, changes: [{ field: 'delegate', old: ended.email, new: null }] }] }
  })
}
