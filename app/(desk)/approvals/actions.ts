'use server'
import { refresh } from 'next/cache'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { decide } from '@/lib/approvals/decide'
import { retract } from '@/lib/approvals/retract'

const DecideForm = z
  .object({
    approval: z.uuid(),
    decision: z.enum(['approve', 'reject', 'reply']),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    comment: z.string().trim().max(4000).optional(),
  })
  .refine(({ decision, comment }) => decision === 'approve' || Boolean(comment), { path: ['comment'], message: 'required' })

/** What a person said about exactly what the form's hash stands for. */
export const decideApproval = defineAction(DecideForm, 'approvals.decide', async (ctx, { approval, decision, hash, comment }) => {
  try {
    const { status, startableAt } = await decide(ctx, { approvalId: approval, decision, actionHash: hash, comment })
    return { decision, status, startableAt: startableAt?.getTime() ?? null }
  } finally {
    // Also after a conflict: the page then shows what happened instead.
    refresh()
  }
})

/** Undo, while the approval is on hold. */
export const retractApproval = defineAction(z.object({ approval: z.uuid() }), 'approvals.decide', async (ctx, { approval }): Promise<undefined> => {
  try {
    await retract(ctx, { approvalId: approval })
  } finally {
    refresh()
  }
})
