import { hashPassword, newOneTimePassword } from '@/lib/auth/password'
import { passwordFault } from '@/lib/auth/password-rules'
import { ONE_TIME_PASSWORD_HOURS } from '@/lib/auth/limits'
import type { Ctx, Role } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { transact } from '@/lib/transact'

export interface CreatedUser {
  userId: string
  email: string
  /** Shown once; null for somebody who already has a password of their own, or was given one. */
  oneTimePassword: string | null
}

const INSERT_USER = `INSERT INTO users (id, email, name, password_hash, must_change_password, password_expires_at)
  VALUES ($1, $2, $3, $4, $5, CASE WHEN $5 THEN clock_timestamp() + make_interval(hours => $6) END)
  ON CONFLICT (email) DO NOTHING RETURNING id`
const JOIN = `INSERT INTO members (workspace_id, id, roles) VALUES ($1, $2, $3)
  ON CONFLICT (workspace_id, id) DO UPDATE SET roles = EXCLUDED.roles, removed_at = NULL
    WHERE members.removed_at IS NOT NULL RETURNING id`

/**
 * Makes somebody a member of this workspace: invites a new person with a one-time password (or the given one),
 * or adds an existing person without touching their password.
 */
export async function createUser(
  ctx: Ctx,
  input: { email: string; name: string; roles: readonly Role[]; password?: string },
): Promise<CreatedUser> {
  const email = input.email.trim().toLowerCase()
  const fault = input.password === undefined ? null : passwordFault(input.password, { email, name: input.name })
  if (fault) throw new AppError('invalid', 'This password is too easy to guess.', { errors: [{ path: '/password', message: fault }] })
  const oneTime = input.password === undefined
  const password = input.password ?? newOneTimePassword()
  const hash = await hashPassword(password)

  return transact(ctx, 'members.change', async (tx) => {
    const id = newId()
    const made = await tx.sql(INSERT_USER, [id, email, input.name, hash, oneTime, ONE_TIME_PASSWORD_HOURS])
    const user = made.length ? { id } : await tx.db.user.findUnique({ where: { email }, select: { id: true } })
    if (!user) throw new AppError('conflict', 'This person is being added by someone else. Try again.')
    const joined = await tx.sql(JOIN, [ctx.workspace, user.id, [...input.roles]])
    if (!joined.length) throw new AppError('conflict', `${email} is already a member of this workspace.`)
    return {
      value: { userId: user.id, email, oneTimePassword: made.length && oneTime ? password : null },
      audit: [{
        kind: 'auth', event: 'member.invited', userId: user.id,
        input: { email, roles: [...input.roles], new_person: made.length > 0 },
      }],
    }
  })
}
