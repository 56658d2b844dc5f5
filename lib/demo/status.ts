import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { LOST } from './lost'

export type DemoStep = 'queued' | 'shop' | 'tools' | 'agents' | 'past' | 'keys' | 'acting' | 'closing'

export interface DemoStatus {
  id: string
  state: 'queued' | 'preparing' | 'running' | 'ended'
  step: DemoStep
  done: number
  total: number
  stopping: boolean
  endsAt: Date | null
  endedWhy: 'finished' | 'stopped' | 'shutdown' | 'interrupted' | 'failed' | null
  errorMessage: string | null
}

const LATEST = `SELECT id, CASE WHEN ${LOST} THEN 'ended' ELSE state END AS state, step, done, total,
    stop_requested_at IS NOT NULL AS stopping, ends_at AS "endsAt",
    CASE WHEN ${LOST} THEN 'interrupted' ELSE ended_why END AS "endedWhy", error_message AS "errorMessage"
  FROM demo_shop.demos WHERE workspace_id = $1 ORDER BY id DESC LIMIT 1`

/** The demo of this workspace that was started last; null where there never was one. */
export async function demoStatus(workspace: WorkspaceId): Promise<DemoStatus | null> {
  return (await query<DemoStatus>(LATEST, [workspace]))[0] ?? null
}
