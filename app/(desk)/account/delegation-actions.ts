'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { delegate } from '@/lib/delegations/create'
import { endDelegation } from '@/lib/delegations/end'
import { UserId } from '@/lib/users/schema'

const DAY_MS = 86_400_000
const day = z.iso.date().transform((at) => new Date(at))

/** From the beginning of one day to the end of another, UTC. */
export const createDelegation = defineAction(z.object({ delegate: UserId, from: day, until: day }), 'approvals.decide', async (ctx, input): Promise<undefined> => {
  await delegate(ctx, { delegateId: input.delegate, startsAt: input.from, endsAt: new Date(input.until.getTime() + DAY_MS) })
  revalidatePath('/account')
})

export const endOwnDelegation = defineAction(z.object({}), 'approvals.decide', async (ctx): Promise<undefined> => {
  await endDelegation(ctx)
  revalidatePath('/account')
})
