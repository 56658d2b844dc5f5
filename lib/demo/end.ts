import type { Ctx } from '@/lib/context'
import { transact, unchanged } from '@/lib/transact'
import { closeDoors, type Doors } from './keys'
import type { DemoRef } from './progress'
import { withdrawAll } from './withdraw'

export type EndedWhy = 'finished' | 'stopped' | 'shutdown' | 'interrupted' | 'failed'

const PATIENCE_MS = 4_000

const END = `UPDATE demo_shop.demos SET state = 'ended', ended_at = coalesce(ended_at, clock_timestamp()), ended_why = coalesce(ended_why, $3),
    swept_at = CASE WHEN $4 THEN clock_timestamp() END, error_message = $5
  WHERE workspace_id = $1 AND id = $2 AND swept_at IS NULL RETURNING ended_why`

/**
 * Takes back what is open, ends the keys and records both. Where the gateway is gone as well, as when everything
 * stops at once, the row stays unswept and the next worker finishes it (`closeLostDemos`).
 */
export async function end(
  ctx: Ctx,
  demo: DemoRef,
  { why, doors, failure }: { why: EndedWhy; doors: Doors; failure?: unknown },
): Promise<void> {
  const cancelled = await withPatience(withdrawAll(doors))
  await closeDoors(ctx)
  const message = failure instanceof Error ? failure.message : null
  await transact<void>(ctx, 'demo.run', async (tx) => {
    const [ended] = await tx.sql<{ ended_why: EndedWhy }>(END, [demo.workspace, demo.id, why, cancelled !== null, message])
    if (!ended) return unchanged(undefined)
    const output = { why: ended.ended_why, cancelled }
    return {
      value: undefined,
      audit: [{ kind: 'system', event: 'demo.ended', success: why !== 'failed', output, errorMessage: message }],
    }
  })
}

/** Null when it could not be done now. */
function withPatience(work: Promise<number>): Promise<number | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS).unref())
  return Promise.race([work.catch(() => null), late])
}
