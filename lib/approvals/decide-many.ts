import { decide } from '@/lib/approvals/decide'
import { MOST_TOGETHER } from '@/lib/approvals/together'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { inLanes } from '@/lib/in-lanes'
import { log } from '@/lib/log'
import type { ProblemCode } from '@/packages/sdk/contract/problem'

export interface DecideManyInput {
  decision: 'approve' | 'reject'
  /** One reason for all; required with a rejection. */
  comment?: string
  /** Each with the hash it showed when it was selected: that is what is decided, or nothing. */
  items: readonly { approvalId: string; actionHash: string }[]
  /** How many there are in all, where these are some of them; for the log. */
  total?: number
}

/** What became of one of them. `voted`: the yes is recorded, and it still waits for somebody else. */
export type Outcome = { approvalId: string } & (
  | { done: 'approved' | 'rejected' | 'voted'; startableAt: Date | null }
  | { done: null; code: ProblemCode; detail: string; state: string | null }
)

const LANES = 4

/**
 * Many in one go, each by the very verb that decides one: its own lock, checks, vote and audit entry, so one that is
 * refused takes nothing with it. Answers in the order that was asked. Throws `invalid` for more than the cap or one twice.
 */
export async function decideMany(ctx: Ctx, { decision, comment, items, total = 0 }: DecideManyInput): Promise<Outcome[]> {
  const wrong = items.length > MOST_TOGETHER ? `At most ${MOST_TOGETHER} in one go.` : new Set(items.map(({ approvalId }) => approvalId)).size < items.length ? 'Each one once.' : null
  if (wrong) throw new AppError('invalid', wrong, { errors: [{ path: '/items', message: wrong }] })
  const outcomes = new Map<string, Outcome>()
  await inLanes(LANES, items, async (item) => {
    outcomes.set(item.approvalId, await decideOne(ctx, { ...item, decision, comment, together: Math.max(total, items.length) }))
  })
  return items.flatMap(({ approvalId }) => outcomes.get(approvalId) ?? [])
}

async function decideOne(ctx: Ctx, input: Parameters<typeof decide>[1]): Promise<Outcome> {
  const { approvalId } = input
  try {
    const { status, startableAt } = await decide(ctx, input)
    return { approvalId, done: status === 'pending' ? 'voted' : status, startableAt }
  } catch (error) {
    if (error instanceof AppError) return { approvalId, done: null, code: error.code, detail: error.detail, state: error.more.state ?? null }
    log.error({ requestId: ctx.requestId, err: error }, 'one of many decisions failed')
    return { approvalId, done: null, code: 'internal', detail: `Something broke. Nothing was recorded of this one. Request ${ctx.requestId}.`, state: null }
  }
}
