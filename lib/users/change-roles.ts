import type { Ctx, Role } from '@/lib/context'
import { releaseWork } from '@/lib/delegations/release-work'
import { notFound } from '@/lib/errors'
import { lastAdmin, losesLastAdmin } from '@/lib/users/last-admin'
import { lockMembers } from '@/lib/users/lock-members'
import { transact, unchanged } from '@/lib/transact'

/** Sets a member's roles; they count from that person's next request on. */
export function changeRoles(ctx: Ctx, { userId, roles }: { userId: string; roles: readonly Role[] }): Promise<void> {
  return transact(ctx, 'members.change', async (tx) => {
    const members = await lockMembers(tx, ctx)
    const member = members.find(({ id }) => id === userId)
    if (!member) throw notFound('member')
    if (sameRoles(member.roles, roles)) return unchanged(undefined)
    if (losesLastAdmin(members, userId, roles)) throw lastAdmin()
    await tx.db.member.update({ where: { workspaceId_id: { workspaceId: ctx.workspace, id: userId } }, data: { roles: [...roles] } })
    if (!roles.includes('reviewer')) await releaseWork(tx, ctx, userId)
    return {
      value: undefined,
      audit: [{
        kind: 'auth', event: 'member.roles_changed', userId,
        changes: [{ field: 'roles', old: member.roles, new: [...roles] }],
      }],
    }
  })
}

const sameRoles = (a: readonly Role[], b: readonly Role[]) => a.length === b.length && a.every((role) => b.includes(role))
