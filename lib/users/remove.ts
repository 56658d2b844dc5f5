import type { Ctx } from '@/lib/context'
import { releaseWork } from '@/lib/delegations/release-work'
import { notFound } from '@/lib/errors'
import { lastAdmin, losesLastAdmin } from '@/lib/users/last-admin'
import { lockMembers } from '@/lib/users/lock-members'
import { transact } from '@/lib/transact'

const REMOVE = 'UPDATE members SET removed_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2'
const LEAVE = `DELETE FROM reviewer_group_members WHERE workspace_id = $1 AND member_id = $2 RETURNING group_id`
const REVOKE = `UPDATE sessions SET revoked_at = clock_timestamp()
  WHERE user_id = $1 AND workspace_id = $2 AND revoked_at IS NULL RETURNING id`

/** Takes a member out of this workspace and its groups and ends their sessions in it. Their past decisions stay theirs. */
export function removeMember(ctx: Ctx, { userId }: { userId: string }): Promise<void> {
  return transact(ctx, 'members.change', async (tx) => {
    const members = await lockMembers(tx, ctx)
    const member = members.find(({ id }) => id === userId)
    if (!member) throw notFound('member')
    if (losesLastAdmin(members, userId, [])) throw lastAdmin()
    await tx.sql(REMOVE, [ctx.workspace, userId])
    const left = await tx.sql<{ group_id: string }>(LEAVE, [ctx.workspace, userId])
    await releaseWork(tx, ctx, userId)
    const revoked = await tx.sql(REVOKE, [userId, ctx.workspace])
    return {
      value: undefined,
      audit: [{
        kind: 'auth', event: 'member.removed', userId, output: { sessions_revoked: revoked.length },
        changes: [
          { field: 'roles', old: member.roles, new: [] },
          ...(left.length ? [{ field: 'groups', old: left.map(({ group_id }) => group_id).sort(), new: [] }] : []),
        ],
      }],
    }
  })
}
