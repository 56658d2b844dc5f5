import { retract } from '@/lib/approvals/retract'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { inLanes } from '@/lib/in-lanes'

/** Undo for many: each that is still on hold is taken back. Answers how many were, and how many were too late. */
export async function retractMany(ctx: Ctx, approvalIds: readonly string[]): Promise<{ undone: number; late: number }> {
  const count = { undone: 0, late: 0 }
  await inLanes(4, [...new Set(approvalIds)], async (approvalId) => {
    try {
      await retract(ctx, { approvalId })
      count.undone += 1
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      count.late += 1
    }
  })
  return count
}
