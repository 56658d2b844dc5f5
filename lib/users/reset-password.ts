import { hashPassword, newOneTimePassword } from '@/lib/auth/password'
import { ONE_TIME_PASSWORD_HOURS } from '@/lib/auth/limits'
import type { Ctx } from '@/lib/context'
import { notFound } from '@/lib/errors'
import { lockMembers } from '@/lib/users/lock-members'
import { assertMayRecover } from '@/lib/users/may-recover'
import { transact } from '@/lib/transact'

const RESET = `UPDATE users SET password_hash = $2, must_change_password = true,
    password_expires_at = clock_timestamp() + make_interval(hours => $3)
  WHERE id = $1`
const REVOKE = `UPDATE sessions SET revoked_at = clock_timestamp() WHERE user_id = $1 AND revoked_at IS NULL RETURNING id`

/** Gives a member a new one-time password, shown once, and ends all their sessions. */
export async function resetPassword(ctx: Ctx, { userId }: { userId: string }): Promise<{ email: string; oneTimePassword: string }> {
  const password = newOneTimePassword()
  const hash = await hashPassword(password)
  return transact(ctx, 'members.change', async (tx) => {
    const member = (await lockMembers(tx, ctx)).find(({ id }) => id === userId)
    if (!member) throw notFound('member')
    await assertMayRecover(tx, ctx, userId)
    await tx.sql(RESET, [userId, hash, ONE_TIME_PASSWORD_HOURS])
    const revoked = await tx.sql<{ id: string }>(REVOKE, [userId])
    return {
      value: { email: member.email, oneTimePassword: password },
      audit: [{ kind: 'auth', event: 'password.reset', userId, output: { sessions_revoked: revoked.length } }],
    }
  })
}
