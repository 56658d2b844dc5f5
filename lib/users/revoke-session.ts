import type { Ctx } from '@/lib/context'
import { notFound } from '@/lib/errors'
import { ownId } from '@/lib/users/own-id'
import { transact } from '@/lib/transact'

const REVOKE = `UPDATE sessions SET revoked_at = clock_timestamp()
  WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL RETURNING id`

/** Ends one of one's own sessions: another browser's, or this one's on signing out. */
export function revokeSession(ctx: Ctx, { sessionId }: { sessionId: string }): Promise<void> {
  return transact(ctx, 'account.change', async (tx) => {
    const revoked = await tx.sql(REVOKE, [sessionId, ownId(ctx)])
    if (!revoked.length) throw notFound('session')
    return { value: undefined, audit: [{ kind: 'auth', event: 'session.revoked', output: { session_ids: [sessionId] } }] }
  })
}
