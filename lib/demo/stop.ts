import type { Ctx } from '@/lib/context'
import { transact, unchanged } from '@/lib/transact'
import { DEMO_WORKSPACE } from './workspace'

const ASK = `UPDATE demo_shop.demos SET stop_requested_at = clock_timestamp()
  WHERE workspace_id = $1 AND state <> 'ended' AND stop_requested_at IS NULL RETURNING id`
// One that no worker has taken yet ends here and now.
const NEVER_BEGAN = `UPDATE demo_shop.demos SET state = 'ended', ended_why = 'stopped', ended_at = clock_timestamp(), swept_at = clock_timestamp()
  WHERE workspace_id = $1 AND id = $2 AND state = 'queued'`

/** Raises the flag that the running demo looks at every second. Answers whether there was something to stop. */
export function stopDemo(ctx: Ctx): Promise<boolean> {
  return transact<boolean>({ ...ctx, workspace: DEMO_WORKSPACE }, 'demo.run', async (tx) => {
    const [demo] = await tx.sql<{ id: string }>(ASK, [DEMO_WORKSPACE])
    if (!demo) return unchanged(false)
    await tx.sql(NEVER_BEGAN, [DEMO_WORKSPACE, demo.id])
    return { value: true, audit: [{ kind: 'system', event: 'demo.stopped' }] }
  })
}
