import { fieldChanges } from '@/lib/audit/field-changes'
import type { Ctx } from '@/lib/context'
import { notFound } from '@/lib/errors'
import { transact, unchanged, type Tx } from '@/lib/transact'
import { lockMembers } from '@/lib/users/lock-members'
import { addMembers } from './add-members'
import { ChangeGroup as Defaults, type ChangeGroup } from './schema'

const LOCK = 'SELECT name FROM reviewer_groups WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE'
const MEMBERS = `SELECT u.email FROM reviewer_group_members m JOIN users u ON u.id = m.member_id
  WHERE m.workspace_id = $1 AND m.group_id = $2 ORDER BY u.email`
const REMOVE = 'DELETE FROM reviewer_group_members WHERE workspace_id = $1 AND group_id = $2 AND member_id = ANY($3::uuid[])'
const RENAME = 'UPDATE reviewer_groups SET name = $3 WHERE workspace_id = $1 AND id = $2'

/** Renames a group, adds and removes people. It counts for approvals that wait already: only members may decide those. */
export function change(ctx: Ctx, input: ChangeGroup): Promise<{ members: number }> {
  return transact(ctx, 'members.change', async (tx) => {
    const { groupId, name, add, remove } = Defaults.parse(input)
    const people = await lockMembers(tx, ctx)
    const [group] = await tx.sql<{ name: string }>(LOCK, [ctx.workspace, groupId])
    if (!group) throw notFound('group')
    const old = { name: group.name, members: await emails(tx, ctx, groupId) }
    await addMembers(tx, ctx, { groupId, people, add })
    if (remove.length) await tx.sql(REMOVE, [ctx.workspace, groupId, remove])
    if (name !== undefined && name !== group.name) await tx.sql(RENAME, [ctx.workspace, groupId, name])
    const next = { name, members: await emails(tx, ctx, groupId) }
    const changes = fieldChanges(old, next, { name: 'name', members: 'members' })
    const value = { members: next.members.length }
    if (!changes.length) return unchanged(value)
    return { value, audit: [{ kind: 'auth', event: 'group.changed', input: { group: groupId }, changes }] }
  })
}

const emails = async (tx: Tx, ctx: Ctx, groupId: string) => (await tx.sql<{ email: string }>(MEMBERS, [ctx.workspace, groupId])).map(({ email }) => email)
