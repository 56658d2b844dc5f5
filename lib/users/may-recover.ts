import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { Tx } from '@/lib/transact'

// Workspaces of that person in which the admin who asks is not an admin.
const BEYOND = `SELECT 1 FROM members m
  WHERE m.id = $1 AND m.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM members a
    WHERE a.workspace_id = m.workspace_id AND a.id = $2 AND a.removed_at IS NULL AND 'admin' = ANY (a.roles)) LIMIT 1`

/** A password or a passkey opens every workspace of its person, so an admin of one alone must not be able to replace it. */
export async function assertMayRecover(tx: Tx, { actor }: Ctx, userId: string): Promise<void> {
  if (actor.kind !== 'user') return
  if (actor.id === userId) throw new AppError('conflict', 'Change your own password and passkeys on your account page.')
  const beyond = await tx.sql(BEYOND, [userId, actor.id])
  if (beyond.length) {
    throw new AppError('conflict', 'This person also belongs to a workspace that you do not administer. Ask the operator.')
  }
}
