import { asWorkspaceId, systemCtx } from '@/lib/context'
import { query } from '@/lib/db'
import { end } from './end'
import { openDoors } from './keys'
import { LOST } from './lost'

// Taking it moves the heartbeat, so one of several workers gets it and a failed attempt is repeated later.
const TAKE = `UPDATE demo_shop.demos d SET state = 'ended', ended_at = coalesce(ended_at, clock_timestamp()),
    ended_why = coalesce(ended_why, 'interrupted'), heartbeat_at = clock_timestamp()
  WHERE (${LOST} OR (state = 'ended' AND swept_at IS NULL AND heartbeat_at < clock_timestamp() - interval '15 seconds'))
    AND NOT EXISTS (SELECT 1 FROM demo_shop.demos live WHERE live.workspace_id = d.workspace_id AND live.id <> d.id AND live.state <> 'ended')
  RETURNING workspace_id AS workspace, id, ended_why AS why`

/** Finishes demos whose worker was killed: their agents withdraw what is open, and the log says that they were interrupted. */
export async function closeLostDemos(gatewayUrl: string): Promise<number> {
  const lost = await query<{ workspace: string; id: string; why: 'shutdown' | 'interrupted' }>(TAKE)
  for (const { why, ...demo } of lost) {
    const ctx = systemCtx(asWorkspaceId(demo.workspace), 'system:demo', demo.id)
    await end(ctx, demo, { why, doors: await openDoors(ctx, gatewayUrl) })
  }
  return lost.length
}
