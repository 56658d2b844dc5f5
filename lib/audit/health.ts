import { query } from '@/lib/db'
import { env } from '@/lib/env'

export interface LogHealth {
  /** Entries that are written and have no place in the tree yet; counted up to 10,000. */
  pending: number
  /** How long the oldest of them waits. */
  oldestMs: number
  /** Longer than a sequencer that works ever takes. */
  late: boolean
}

const waiting = (condition: string) => `
  SELECT count(*) AS pending, greatest(0, coalesce(extract(epoch FROM clock_timestamp() - min(at)) * 1000, 0))::bigint AS "oldestMs"
  FROM (SELECT at FROM audit_pending ${condition} LIMIT 10000) waiting`

/** Of one workspace's log, or of all of them. While one is late, nothing is granted in its workspace (`requireProvable`). */
export async function logHealth(workspace?: string): Promise<LogHealth> {
  const found = await (workspace ? query<Omit<LogHealth, 'late'>>(waiting('WHERE workspace_id = $1'), [workspace]) : query<Omit<LogHealth, 'late'>>(waiting('')))
  const { pending, oldestMs } = found[0] ?? { pending: 0, oldestMs: 0 }
  return { pending, oldestMs, late: oldestMs >= env.LOG_LATE_S * 1000 }
}

/** In one sentence, for those who run it. */
export const lateText = ({ pending, oldestMs }: LogHealth) =>
  `The audit log is behind: ${pending} ${pending === 1 ? 'entry waits' : 'entries wait'} for the tree, the oldest for ${Math.round(oldestMs / 1000)} s. Is the worker running, and can it read its signing key?`

export interface FailingCopy {
  workspace: string
  target: 'file' | 'webhook'
  since: Date
  error: string
}

const FAILING = `SELECT workspace_id AS workspace, target, failing_since AS since, error FROM audit_copies
  WHERE error IS NOT NULL AND ($1::text IS NULL OR workspace_id = $1) ORDER BY workspace_id, target`

/** The copies outside the database that are behind, and why. */
export const failingCopies = (workspace?: string) => query<FailingCopy>(FAILING, [workspace ?? null])
