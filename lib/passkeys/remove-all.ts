import type { Ctx } from '@/lib/context'
import { AppError, notFound } from '@/lib/errors'
import { transact } from '@/lib/transact'
import { lockMembers } from '@/lib/users/lock-members'
import { assertMayRecover } from '@/lib/users/may-recover'

const LOCK = `SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE`
const REMOVE = `UPDATE passkeys SET removed_at = coalesce($2::timestamptz, clock_timestamp())
  WHERE user_id = $1 AND removed_at IS NULL RETURNING id, name`
const REVOKE = `UPDATE sessions SET revoked_at = clock_timestamp() WHERE user_id = $1 AND revoked_at IS NULL RETURNING id`

/** Recovery by an admin: a member's passkeys end, and their sessions with them. They sign in and enrol again. */
export function removeMemberPasskeys(ctx: Ctx, { userId }: { userId: string }): Promise<void> {
  return transact(ctx, 'members.change', async (tx) => {
    const member = (await lockMembers(tx, ctx)).find(({ id }) => id === userId)
    if (!member) throw notFound('member')
    await assertMayRecover(tx, ctx, userId)
    await tx.sql(LOCK, [userId])
    const removed = await tx.sql<{ id: string; name: string }>(REMOVE, [userId, ctx.at ?? null])
    if (!removed.length) throw new AppError('conflict', 'This person has no passkeys.')
    const revoked = await tx.sql(REVOKE, [userId])
    return {
      value: undefined,
      audit: [{
        kind: 'auth', event: 'passkey.removed_by_admin', userId,
        output: { passkeys: removed.map(({ id, name }) => ({ passkey_id: id, name })), sessions_revoked: revoked.length },
      }],
    }
  })
}
