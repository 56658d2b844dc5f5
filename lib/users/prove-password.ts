import { verifyPassword } from '@/lib/auth/password'
import { forgiveAttempt, takeAttempt } from '@/lib/auth/throttle'
import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { ownId } from '@/lib/users/own-id'

const FIND = `SELECT email, password_hash FROM users WHERE id = $1 AND disabled_at IS NULL`

/**
 * Asks the person who acts for their password once more, slowed down like sign-in: a borrowed session must not become
 * a way to try passwords. Throws `invalid` on the field currentPassword, or `rate_limited`.
 */
export async function provePassword(ctx: Ctx, password: string): Promise<void> {
  const [person] = await query<{ email: string; password_hash: string | null }>(FIND, [ownId(ctx)])
  if (!person) throw new AppError('not_found', 'No such person here.')
  const attempt = { email: person.email, ip: ctx.ip }
  const retryAfterS = await takeAttempt(attempt)
  if (retryAfterS > 0) throw new AppError('rate_limited', `Too many attempts. Try again in ${retryAfterS} seconds.`, { retryAfterS })
  if (!(await verifyPassword(person.password_hash, password))) {
    throw new AppError('invalid', 'This is not your current password.', { errors: [{ path: '/currentPassword', message: 'wrong_password' }] })
  }
  await forgiveAttempt(attempt)
}
