import { logHealth } from '@/lib/audit/health'
import { query } from '@/lib/db'

export interface Gauges {
  pending: number
  asked: number
  approved: number
  rejected: number
  expired: number
  dirtyHours: number
  logEntries: number
  logSeconds: number
}

// From rollups and two small queues: a scrape costs the same however much there is.
const READ = `
  SELECT coalesce((SELECT sum(pending) FROM workspace_metrics WHERE pending > 0), 0)::bigint AS pending, d.*,
    (SELECT count(*) FROM metrics_dirty) AS "dirtyHours"
  FROM (SELECT coalesce(sum(approvals_requested), 0)::bigint AS asked, coalesce(sum(approvals_granted), 0)::bigint AS approved,
      coalesce(sum(approvals_rejected), 0)::bigint AS rejected, coalesce(sum(approvals_expired), 0)::bigint AS expired
    FROM workspace_metrics_hourly WHERE hour > clock_timestamp() - interval '24 hours') d`

/** How things stand in all workspaces together, for whoever runs them. */
export async function readGauges(): Promise<Gauges> {
  const [[row], log] = await Promise.all([query<Omit<Gauges, 'logEntries' | 'logSeconds'>>(READ), logHealth()])
  if (!row) throw new Error('one row of sums is always there')
  return { ...row, logEntries: log.pending, logSeconds: log.oldestMs / 1000 }
}
