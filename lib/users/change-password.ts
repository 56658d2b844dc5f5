import { hashPassword, verifyPassword } from '@/lib/auth/password'
import { passwordFault } from '@/lib/auth/password-rules'
import type { Ctx } from '@/lib/context'
import { prisma } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { provePassword } from '@/lib/users/prove-password'
import { transact } from '@/lib/transact'

const REVOKE = `UPDATE sessions SET revoked_at = clock_timestamp()
  WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL RETURNING id`

const invalid = (path: string, message: string, detail: string) =>
  new AppError('invalid', detail, { errors: [{ path, message }] })

/**
 * Sets one's own password and signs out every other session. The current one is asked for,
 * except while a one-time password has to be changed: it was typed a moment ago.
 */
export async function changePassword(ctx: Ctx, input: { currentPassword?: string; newPassword: string }): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'user') throw new AppError('forbidden', 'Only a person has a password.')
  const person = await prisma.user.findUnique({ where: { id: actor.id } })
  if (!person) throw new AppError('not_found', 'No such person here.')

  if (!person.mustChangePassword) await provePassword(ctx, input.currentPassword ?? '')
  const fault = passwordFault(input.newPassword, person)
  if (fault) throw invalid('/newPassword', fault, 'Choose a password that is harder to guess.')
  if (await verifyPassword(person.passwordHash, input.newPassword)) {
    throw invalid('/newPassword', 'same_password', 'Choose a password that differs from the current one.')
  }

  const hash = await hashPassword(input.newPassword)
  await transact(ctx, 'account.change', async (tx) => {
    const changed = await tx.db.user.updateMany({
      where: { id: actor.id, passwordHash: person.passwordHash },
      data: { passwordHash: hash, mustChangePassword: false, passwordExpiresAt: null },
    })
    if (!changed.count) throw new AppError('conflict', 'The password was changed elsewhere a moment ago.')
    const revoked = await tx.sql<{ id: string }>(REVOKE, [actor.id, actor.sessionId])
    return {
      value: undefined,
      audit: [{ kind: 'auth', event: 'password.changed', output: { sessions_revoked: revoked.map(({ id }) => id) } }],
    }
  })
}
