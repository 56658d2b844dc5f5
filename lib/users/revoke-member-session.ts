import type { Ctx } from '@/lib/context'
import { notFound } from '@/lib/errors'
import { transact } from '@/lib/transact'

const REVOKE = `UPDATE sessions SET revoked_at = clock_timestamp()
  WHERE id = $1 AND user_id = $2 AND workspace_id = $3 AND revoked_at IS NULL RETURNING id`

/** An admin ends a member's session in this workspace; one in another workspace does not exist here. */
export function revokeMemberSession(ctx: Ctx, { userId, sessionId }: { userId: string; sessionId: string }): Promise<void> {
  return transact(ctx, 'members.change', async (tx) => {
    const revoked = await tx.sql(REVOKE, [sessionId, userId, ctx.workspace])
    if (!revoked.length) throw notFound('session')
    return { value: undefined, audit: [{ kind: 'auth', event: 'session.revoked', userId, output: { session_ids: [sessionId] } }] }
  })
}
