import { initialValues } from '@/lib/audit/field-changes'
import { nameOf, type Ctx } from '@/lib/context'
import { isTaken } from '@/lib/database/failure'
import { AppError } from '@/lib/errors'
import { transact } from '@/lib/transact'
import { lockMembers } from '@/lib/users/lock-members'
import { addMembers } from './add-members'
import { CreateGroup as Defaults, type CreateGroup } from './schema'

/** Makes a group of reviewers, which tools can then ask instead of everyone. */
export function create(ctx: Ctx, input: CreateGroup): Promise<{ id: string; name: string }> {
  return transact(ctx, 'members.change', async (tx) => {
    const { id, name = id, members } = Defaults.parse(input)
    const people = await lockMembers(tx, ctx)
    const data = { workspaceId: ctx.workspace, id, name, createdBy: nameOf(ctx.actor), createdAt: ctx.at }
    await tx.db.reviewerGroup.create({ data }).catch((error: unknown) => {
      if (!isTaken(error)) throw error
      throw new AppError('conflict', `A group with the id ${id} exists already.`, { errors: [{ path: '/id', message: 'taken' }] })
    })
    const added = await addMembers(tx, ctx, { groupId: id, people, add: members })
    const changes = initialValues({ name, members: added }, { name: 'name', members: 'members' })
    return { value: { id, name }, audit: [{ kind: 'auth', event: 'group.created', input: { group: id }, changes }] }
  })
}
