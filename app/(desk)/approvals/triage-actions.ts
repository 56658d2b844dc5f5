'use server'
import { z } from 'zod'
import { defineAction } from '@/app/action'
import { assign } from '@/lib/approvals/assign'
import { comment } from '@/lib/approvals/comment'
import { snooze } from '@/lib/approvals/snooze'
import { drawAgain } from './draw-again'

const approval = z.uuid()
const nothing = z.literal('').transform(() => null)

/** Whose work it is; empty for nobody's. */
export const assignApproval = defineAction(z.object({ approval, member: z.union([nothing, z.uuid()]) }), 'approvals.decide', async (ctx, input): Promise<undefined> => {
  await assign(ctx, { approvalId: input.approval, memberId: input.member })
  drawAgain()
})

/** Put off for oneself until then; empty brings it back. */
export const snoozeApproval = defineAction(
  z.object({ approval, until: z.union([nothing, z.iso.datetime().transform((at) => new Date(at))]) }),
  'approvals.decide',
  async (ctx, input): Promise<undefined> => {
    await snooze(ctx, { approvalId: input.approval, until: input.until })
    drawAgain()
  },
)

export const commentApproval = defineAction(z.object({ approval, body: z.string().trim().min(1).max(4000) }), 'approvals.decide', async (ctx, input): Promise<undefined> => {
  await comment(ctx, { approvalId: input.approval, body: input.body })
  drawAgain()
})
