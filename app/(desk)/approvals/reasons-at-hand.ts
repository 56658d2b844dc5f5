import { getTranslations } from 'next-intl/server'
import type { Ctx } from '@/lib/context'
import { rejectReasons } from '@/lib/workspaces/set-reject-reasons'

const OURS = ['context', 'policy', 'amount', 'duplicate', 'person'] as const

/** The workspace's own reasons for a rejection; where it has none, ours in the reader's language. */
export async function reasonsAtHand(ctx: Ctx): Promise<string[]> {
  const [t, own] = await Promise.all([getTranslations('approvals.reasons.ours'), rejectReasons(ctx)])
  return own.length > 0 ? own : OURS.map((reason) => t(reason))
}
