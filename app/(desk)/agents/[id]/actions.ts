'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { wholeNumber } from '@/app/form-fields'
import { createKey } from '@/lib/agents/create-key'
import { removePermission } from '@/lib/agents/remove-permission'
import { revokeKey } from '@/lib/agents/revoke-key'
import { AgentId, NewKey } from '@/lib/agents/schema'
import { setPermission } from '@/lib/agents/set-permission'
import { AppError } from '@/lib/errors'
import { toMinorUnits } from '@/lib/text/minor-units'
import { ToolId } from '@/packages/sdk/contract/actions'
import { Effect } from '@/packages/sdk/contract/verdict'

// Nothing is revalidated: the page must stay as it is while it shows the key, and is refreshed after.
export const makeKey = defineAction(NewKey, 'agents.change', async (ctx, input) => {
  const { secret } = await createKey(ctx, input)
  return { secret, scopes: input.scopes as string[] }
})

export const endKey = defineAction(z.object({ keyId: z.uuid() }), 'agents.change', async (ctx, input) => {
  await revokeKey(ctx, input)
  revalidatePath('/agents', 'layout')
})

const PermissionForm = z.object({
  agentId: AgentId,
  toolId: ToolId,
  version: wholeNumber(0, 2_147_483_647),
  currency: z.string().max(3),
  effect: z.enum(['none', ...Effect.options]),
  /** Major units, as typed; blank means no limit. */
  limit: z.string().trim().max(40).default(''),
})

export const changePermission = defineAction(PermissionForm, 'agents.change', async (ctx, input) => {
  const { agentId, toolId, version, effect, limit } = input
  const currency = input.currency || undefined
  try {
    if (effect === 'none') await removePermission(ctx, { agentId, toolId, version })
    else await setPermission(ctx, { agentId, toolId, version, effect, currency, maxAmount: limitOf(effect, limit, currency) })
  } finally {
    // Also after a conflict, so that the row shows what is stored now.
    revalidatePath('/agents', 'layout')
  }
})

function limitOf(effect: Effect, typed: string, currency: string | undefined): number | null {
  if (typed === '' || effect === 'deny' || !currency) return null
  const minor = /^[A-Z]{3}$/.test(currency) ? toMinorUnits(typed, currency) : null
  if (minor === null) throw new AppError('invalid', 'The limit is no amount.', { errors: [{ path: '/limit', message: 'amount' }] })
  return minor
}
