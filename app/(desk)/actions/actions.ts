'use server'
import { refresh } from 'next/cache'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { settle } from '@/lib/actions/settle'

const SettleForm = z.object({
  action: z.uuid(),
  outcome: z.enum(['succeeded', 'failed']),
  note: z.string().trim().min(1, 'required').max(4000),
})

/** What a person found out about an action whose result never came. */
export const settleAction = defineAction(SettleForm, 'approvals.decide', async (ctx, { action, outcome, note }) => {
  try {
    return await settle(ctx, action, { outcome, note })
  } finally {
    // Also after a conflict: the page then shows what somebody else found out.
    refresh()
  }
})
