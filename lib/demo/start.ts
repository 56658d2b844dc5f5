import { nameOf, type Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { transact, unchanged } from '@/lib/transact'
import { LOST } from './lost'
import { ensureDemoWorkspace } from './workspace'

interface StartedDemo {
  id: string
  workspace: string
  /** False when one was running already: then that one goes on. */
  started: boolean
}

const CLOSE_LOST = `UPDATE demo_shop.demos SET state = 'ended', ended_why = 'interrupted', ended_at = clock_timestamp()
  WHERE workspace_id = $1 AND ${LOST}`
const INSERT = `INSERT INTO demo_shop.demos (workspace_id, id, minutes, started_by) VALUES ($1, $2, $3, $4)
  ON CONFLICT (workspace_id) WHERE state <> 'ended' DO NOTHING RETURNING id`
const LIVE = `SELECT id, stop_requested_at IS NOT NULL AS stopping FROM demo_shop.demos WHERE workspace_id = $1 AND state <> 'ended'`

/** Asks the worker to run the demo for some minutes. While one runs, starting it again changes nothing. */
export async function startDemo(ctx: Ctx, { minutes = 15 }: { minutes?: number } = {}): Promise<StartedDemo> {
  const workspace = await ensureDemoWorkspace(ctx)
  return transact<StartedDemo>({ ...ctx, workspace }, 'demo.run', async (tx) => {
    await tx.sql(CLOSE_LOST, [workspace])
    const id = newId()
    const made = await tx.sql(INSERT, [workspace, id, minutes, nameOf(ctx.actor)])
    if (!made.length) {
      const [live] = await tx.sql<{ id: string; stopping: boolean }>(LIVE, [workspace])
      if (!live || live.stopping) throw new AppError('conflict', 'The demo is just ending. Start it again in a moment.')
      return unchanged({ id: live.id, workspace, started: false })
    }
    return {
      value: { id, workspace, started: true },
      audit: [{ kind: 'system', event: 'demo.started', input: { minutes } }],
      jobs: [{ task: 'demo', payload: { workspace, id } }],
    }
  })
}
