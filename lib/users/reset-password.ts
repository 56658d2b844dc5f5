import { hashPassword, newOneTimePassword } from '@/lib/auth/password'
import { ONE_TIME_PASSWORD_HOURS } from '@/lib/auth/limits'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db'
import { AppError, notFound } from '@/lib/errors'
import { lockMembers } from '@/lib/users/lock-members'
import { transact } from '@/lib/transact'

const RESET = `UPDATE users SET password_hash = $2, must_change_password = true,
    password_expires_at = clock_timestamp() + make_interval(hours => $3)
  WHERE id = $1`
const REVOKE = `UPDATE sessions SET revoked_at = clock_timestamp() WHERE user_id = $1 AND revoked_at IS NULL RETURNING id`
// Workspaces of that person in which the admin who asks is not an admin.
const BEYOND = `SELECT 1 FROM members m
  WHERE m.id = $1 AND m.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM members a
    WHERE a.workspace_id = m.workspace_id AND a.id = $2 AND a.removed_at IS NULL AND 'admin' = ANY (a.roles)) LIMIT 1`

/** Gives a member a new one-time password, shown once, and ends all their sessions. */
export async function resetPassword(ctx: Ctx, { userId }: { userId: string }): Promise<{ email: string; oneTimePassword: string }> {
  const password = newOneTimePassword()
  const hash = await hashPassword(password)
  return transact(ctx, 'members.change', async (tx) => {
    const member = (await lockMembers(tx, ctx)).find(({ id }) => id === userId)
    if (!member) throw notFound('member')
    await assertMayReset(tx, ctx, userId)
    await tx.sql(RESET, [userId, hash, ONE_TIME_PASSWORD_HOURS])
    const revoked = await tx.sql<{ id: string }>(REVOKE, [userId])
    return {
      value: { email: member.email, oneTimePassword: password },
      audit: [{ kind: 'auth', event: 'password.reset', userId, output: { sessions_revoked: revoked.length } }],
    }
  })
}

/** A password opens every workspace of its person, so an admin of one alone must not be able to take it over. */
async function assertMayReset(tx: Tx, { actor }: Ctx, userId: string): Promise<void> {
  if (actor.kind !== 'user') return
  if (actor.id === userId) throw new AppError('conflict', 'Change your own password on your account page.')
  const beyond = await tx.sql(BEYOND, [userId, actor.id])
  if (beyond.length) {
    throw new AppError('conflict', 'This person also belongs to a workspace that you do not administer. Ask the operator to reset the password.')
  }
}
