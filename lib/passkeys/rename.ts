import type { Ctx } from '@/lib/context'
import { notFound } from '@/lib/errors'
import { personOf } from '@/lib/passkeys/person'
import { transact, unchanged } from '@/lib/transact'

const READ = `SELECT name FROM passkeys WHERE id = $1 AND user_id = $2 AND removed_at IS NULL FOR UPDATE`

/** Gives one's own passkey another name. */
export function renamePasskey(ctx: Ctx, { passkeyId, name }: { passkeyId: string; name: string }): Promise<void> {
  return transact(ctx, 'account.change', async (tx) => {
    const [old] = await tx.sql<{ name: string }>(READ, [passkeyId, personOf(ctx).id])
    if (!old) throw notFound('passkey')
    if (old.name === name) return unchanged(undefined)
    await tx.sql('UPDATE passkeys SET name = $2 WHERE id = $1', [passkeyId, name])
    return {
      value: undefined,
      audit: [{ kind: 'auth', event: 'passkey.renamed', output: { passkey_id: passkeyId }, changes: [{ field: 'name', old: old.name, new: name }] }],
    }
  })
}
