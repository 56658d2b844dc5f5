import type { Ctx } from '@/lib/context'
import { query, type Sql } from '@/lib/db'
import { AppError, notFound } from '@/lib/errors'
import { personOf } from '@/lib/passkeys/person'
import { transact } from '@/lib/transact'
import { provePassword } from '@/lib/users/prove-password'

interface Own {
  id: string
  name: string
}

const LOCK = `SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE`
const OWN = `SELECT id, name FROM passkeys WHERE user_id = $1 AND removed_at IS NULL`
const REMOVE = `UPDATE passkeys SET removed_at = coalesce($2::timestamptz, clock_timestamp()) WHERE id = $1`

/**
 * Takes one of one's own passkeys out of use, for the current password. Never the last one: with a password alone somebody
 * could then enrol another, so that is an admin's to do.
 */
export async function removePasskey(ctx: Ctx, input: { passkeyId: string; currentPassword: string }): Promise<void> {
  const userId = personOf(ctx).id
  const find = async (sql: Sql) => {
    const own = await sql<Own>(OWN, [userId])
    const passkey = own.find(({ id }) => id === input.passkeyId)
    if (!passkey) throw notFound('passkey')
    return { passkey, last: own.length === 1 }
  }
  await find(query)
  await provePassword(ctx, input.currentPassword)
  await transact(ctx, 'account.change', async (tx) => {
    await tx.sql(LOCK, [userId])
    const { passkey, last } = await find(tx.sql)
    if (last) throw new AppError('conflict', 'This is your last passkey. Add another one first, or ask an admin to remove it.', { state: 'passkey_last' })
    await tx.sql(REMOVE, [passkey.id, ctx.at ?? null])
    return { value: undefined, audit: [{ kind: 'auth', event: 'passkey.removed', output: { passkey_id: passkey.id, name: passkey.name } }] }
  })
}
