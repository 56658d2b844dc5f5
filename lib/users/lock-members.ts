import type { Ctx, Role } from '@/lib/context'
import type { Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'

interface LockedMember {
  id: string
  email: string
  roles: Role[]
  disabled: boolean
}

const LOCK = `SELECT m.id, m.roles, u.email, u.disabled_at IS NOT NULL AS disabled
  FROM members m JOIN users u ON u.id = m.id
  WHERE m.workspace_id = $1 AND m.removed_at IS NULL ORDER BY m.id FOR NO KEY UPDATE OF m`
const READ = LOCK.replace('FOR NO KEY UPDATE OF m', '')

/**
 * Holds this workspace's members until commit, then reads them: who waited sees what the other one did.
 * An admin who lost the role meanwhile is refused.
 */
export async function lockMembers(tx: Tx, { workspace, actor }: Ctx): Promise<LockedMember[]> {
  await tx.sql(LOCK, [workspace])
  const members = await tx.sql<LockedMember>(READ, [workspace])
  const self = members.find(({ id }) => id === actor.id)
  if (actor.kind === 'user' && !self?.roles.includes('admin')) {
    throw new AppError('forbidden', 'You are no longer an admin of this workspace.')
  }
  return members
}
