'use server'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { wholeNumber } from '@/app/form-fields'
import { archive } from '@/lib/agents/archive'
import { changeDetails } from '@/lib/agents/change-details'
import { create } from '@/lib/agents/create'
import { createKey } from '@/lib/agents/create-key'
import { AgentDetails, AgentId } from '@/lib/agents/schema'
import { setEnabled } from '@/lib/agents/set-enabled'
import { setHold } from '@/lib/workspaces/set-hold'
import { setRejectReasons } from '@/lib/workspaces/set-reject-reasons'
import { Scope } from '@/packages/sdk/contract/scopes'

const Details = z.object({
  ...AgentDetails.shape,
  ownerId: z.union([z.literal('').transform(() => null), z.uuid()]),
})

export const createAgent = defineAction(z.object({ id: AgentId, ...Details.shape }), 'agents.change', async (ctx, input) => {
  const { id } = await create(ctx, input)
  revalidatePath('/agents', 'layout')
  redirect(`/agents/${id}/keys`)
})

// Nothing is revalidated: the page must stay as it is while it shows the key.
export const createFirstAgent = defineAction(
  z.object({ id: AgentId, name: AgentDetails.shape.name }),
  'agents.change',
  async (ctx, input) => {
    const { id } = await create(ctx, input)
    const scopes = [...Scope.options]
    const { secret } = await createKey(ctx, { agentId: id, name: 'first', scopes })
    return { agentId: id, secret, scopes: scopes as string[] }
  },
)

export const editDetails = defineAction(z.object({ agentId: AgentId, ...Details.shape }), 'agents.change', async (ctx, { agentId, ...change }) => {
  await changeDetails(ctx, agentId, change)
  revalidatePath('/agents', 'layout')
})

export const switchAgent = defineAction(
  z.object({ agentId: AgentId, enabled: z.enum(['true', 'false']).transform((text) => text === 'true') }),
  'agents.change',
  async (ctx, input) => {
    await setEnabled(ctx, input)
    revalidatePath('/agents', 'layout')
  },
)

export const archiveAgent = defineAction(z.object({ agentId: AgentId }), 'agents.change', async (ctx, { agentId }) => {
  await archive(ctx, agentId)
  revalidatePath('/agents', 'layout')
  redirect('/agents')
})

export const changeHold = defineAction(z.object({ seconds: wholeNumber(0, 60) }), 'agents.change', async (ctx, { seconds }) => {
  await setHold(ctx, seconds * 1000)
  revalidatePath('/agents', 'layout')
})

/** One a line; blank lines and repeats are left out. */
const Reasons = z.string().max(3000).transform((text) => [...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))]).pipe(z.array(z.string().max(300)).max(9))

export const changeRejectReasons = defineAction(z.object({ reasons: Reasons }), 'agents.change', async (ctx, { reasons }): Promise<undefined> => {
  await setRejectReasons(ctx, reasons)
  revalidatePath('/agents')
})
