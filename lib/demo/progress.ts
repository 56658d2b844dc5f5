import { query } from '@/lib/db'
import type { DemoStep } from './status'

export interface DemoRef {
  workspace: string
  id: string
}

const CLAIM = `UPDATE demo_shop.demos SET state = 'preparing', heartbeat_at = clock_timestamp()
  WHERE workspace_id = $1 AND id = $2 AND state = 'queued' RETURNING minutes`
const STEP = `UPDATE demo_shop.demos SET step = $3, done = 0, total = $4 WHERE workspace_id = $1 AND id = $2`
const ONE_MORE = `UPDATE demo_shop.demos SET done = done + 1 WHERE workspace_id = $1 AND id = $2`
const REACHED = `UPDATE demo_shop.demos SET done = $3 WHERE workspace_id = $1 AND id = $2`
const BEGIN = `UPDATE demo_shop.demos SET state = 'running', step = 'acting', ends_at = clock_timestamp() + make_interval(mins => minutes)
  WHERE workspace_id = $1 AND id = $2 AND state = 'preparing'`
const BEAT = `UPDATE demo_shop.demos SET heartbeat_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2 AND state <> 'ended'
  RETURNING CASE WHEN stop_requested_at IS NOT NULL THEN 'stopped' WHEN ends_at <= clock_timestamp() THEN 'finished' END AS why`

/** Takes a queued demo; false when another worker has it or it was stopped before it began. */
export const claim = async ({ workspace, id }: DemoRef) => (await query(CLAIM, [workspace, id])).length > 0

export const step = ({ workspace, id }: DemoRef, name: DemoStep, total: number) => query(STEP, [workspace, id, name, total])
export const oneMore = ({ workspace, id }: DemoRef) => query(ONE_MORE, [workspace, id])
export const reached = ({ workspace, id }: DemoRef, done: number) => query(REACHED, [workspace, id, done]).catch(() => undefined)
export const begin = ({ workspace, id }: DemoRef) => query(BEGIN, [workspace, id])

/** Says that this demo is alive, and hears whether it should end. */
export async function beat({ workspace, id }: DemoRef): Promise<'stopped' | 'finished' | 'interrupted' | null> {
  const [row] = await query<{ why: 'stopped' | 'finished' | null }>(BEAT, [workspace, id])
  return row ? row.why : 'interrupted'
}
