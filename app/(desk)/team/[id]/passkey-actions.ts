'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { removeMemberPasskeys as remove } from '@/lib/passkeys/remove-all'
import { UserId } from '@/lib/users/schema'

export const removeMemberPasskeys = defineAction(z.object({ userId: UserId }), 'members.change', async (ctx, input): Promise<undefined> => {
  await remove(ctx, input)
  revalidatePath(`/team/${input.userId}`)
})
