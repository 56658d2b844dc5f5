import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { transact, unchanged } from '@/lib/transact'

const REVOKE = `UPDATE sessions SET revoked_at = clock_timestamp()
  WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL RETURNING id`

/** Signs out everywhere but here. Returns how many sessions ended. */
export function revokeOtherSessions(ctx: Ctx): Promise<number> {
  return transact(ctx, 'account.change', async (tx) => {
    if (ctx.actor.kind !== 'user') throw new AppError('forbidden', 'Only a person has sessions.')
    const revoked = await tx.sql<{ id: string }>(REVOKE, [ctx.actor.id, ctx.actor.sessionId])
    if (!revoked.length) return unchanged(0)
    const session_ids = revoked.map(({ id }) => id)
    return { value: revoked.length, audit: [{ kind: 'auth', event: 'session.revoked', output: { session_ids } }] }
  })
}
