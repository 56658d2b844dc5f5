'use server'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { change as changeMembersOf } from '@/lib/groups/change'
import { create as makeGroup } from '@/lib/groups/create'
import { CreateGroup, GroupName } from '@/lib/groups/schema'
import { changeRoles as change } from '@/lib/users/change-roles'
import { createUser } from '@/lib/users/create'
import { removeMember as remove } from '@/lib/users/remove'
import { resetPassword as reset } from '@/lib/users/reset-password'
import { revokeMemberSession as revoke } from '@/lib/users/revoke-member-session'
import { Email, PersonName, Roles, SessionId, UserId } from '@/lib/users/schema'

const Member = z.object({ userId: UserId })

export const inviteMember = defineAction(
  z.object({ email: Email, name: PersonName, roles: Roles }),
  'members.change',
  async (ctx, input) => {
    const created = await createUser(ctx, input)
    revalidatePath('/team')
    return created
  },
)

export const changeRoles = defineAction(Member.extend({ roles: Roles }), 'members.change', async (ctx, input): Promise<undefined> => {
  await change(ctx, input)
  revalidatePath('/', 'layout')
})

export const resetPassword = defineAction(Member, 'members.change', async (ctx, input) => {
  const fresh = await reset(ctx, input)
  revalidatePath(`/team/${input.userId}`)
  return fresh
})

export const revokeMemberSession = defineAction(
  Member.extend({ sessionId: SessionId }),
  'members.change',
  async (ctx, input): Promise<undefined> => {
    await revoke(ctx, input)
    revalidatePath(`/team/${input.userId}`)
  },
)

export const removeMember = defineAction(Member, 'members.change', async (ctx, input): Promise<undefined> => {
  await remove(ctx, input)
  revalidatePath('/team')
  redirect('/team')
})

const people = z.array(UserId).max(1000)

export const createGroup = defineAction(
  z.object({ id: CreateGroup.shape.id, name: z.string().trim().max(200), members: people }),
  'members.change',
  async (ctx, { name, ...input }): Promise<undefined> => {
    await makeGroup(ctx, { ...input, name: name || undefined })
    revalidatePath('/team')
  },
)

/** `was`: who was ticked when the form was drawn, so that only what this person changed is changed. */
export const changeGroup = defineAction(
  z.object({ groupId: CreateGroup.shape.id, name: GroupName, members: people, was: people }),
  'members.change',
  async (ctx, { groupId, name, members, was }): Promise<undefined> => {
    const add = members.filter((id) => !was.includes(id))
    await changeMembersOf(ctx, { groupId, name, add, remove: was.filter((id) => !members.includes(id)) })
    revalidatePath('/team')
  },
)
