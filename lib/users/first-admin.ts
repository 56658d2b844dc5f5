import { hashPassword, newOneTimePassword } from '@/lib/auth/password'
import { passwordFault } from '@/lib/auth/password-rules'
import { ONE_TIME_PASSWORD_HOURS } from '@/lib/auth/limits'
import { asWorkspaceId, ROLES, systemCtx } from '@/lib/context'
import { prisma, type Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { transact, unchanged } from '@/lib/transact'

export interface FirstAdmin {
  created: boolean
  email: string
  oneTimePassword?: string
}

const FIRST_WORKSPACE = asWorkspaceId('default')
const FIRST_EMAIL = 'admin@countersign.local'

const firstUser = (db: Pick<Tx['db'], 'user'>) => db.user.findFirst({ select: { email: true }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
const INSERT_USER = `INSERT INTO users (id, email, name, password_hash, must_change_password, password_expires_at)
  VALUES ($1, $2, 'Admin', $3, $4, CASE WHEN $4 THEN clock_timestamp() + make_interval(hours => $5) END)`

/** Makes workspace `default` and its admin, once, however many starters race. Afterwards it only says who was first. */
export async function ensureFirstAdmin(given: { email?: string; password?: string } = {}): Promise<FirstAdmin> {
  const known = await firstUser(prisma)
  if (known) return { created: false, email: known.email }

  const email = (given.email ?? FIRST_EMAIL).trim().toLowerCase()
  if (given.password !== undefined && passwordFault(given.password, { email })) {
    throw new AppError('invalid', 'COUNTERSIGN_ADMIN_PASSWORD is too easy to guess: use at least 12 characters that nobody would try first.')
  }
  const password = given.password ?? newOneTimePassword()
  const oneTime = given.password === undefined
  const hash = await hashPassword(password)
  const ctx = systemCtx(FIRST_WORKSPACE, 'system:setup', newId())

  return transact<FirstAdmin>(ctx, 'setup.run', async (tx) => {
    await tx.sql(`SELECT pg_advisory_xact_lock(hashtext('countersign:first-admin'))`)
    const first = await firstUser(tx.db)
    if (first) return unchanged({ created: false, email: first.email })
    const id = newId()
    await tx.sql(`INSERT INTO workspaces (id, name) VALUES ($1, 'Default') ON CONFLICT DO NOTHING`, [FIRST_WORKSPACE])
    await tx.sql(INSERT_USER, [id, email, hash, oneTime, ONE_TIME_PASSWORD_HOURS])
    await tx.db.member.create({ data: { workspaceId: FIRST_WORKSPACE, id, roles: [...ROLES] } })
    return {
      value: { created: true, email, ...(oneTime && { oneTimePassword: password }) },
      audit: [
        { kind: 'config', event: 'workspace.created' },
        { kind: 'auth', event: 'member.invited', userId: id, input: { email, roles: [...ROLES], new_person: true } },
      ],
    }
  })
}
