import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import type { MetricsFilter } from '@/lib/metrics/schema'
import type { DecisionPoint } from '@/lib/metrics/series'

// Only what a person decided: expiry and automatic approval are no decisions of anybody's.
const DECIDED = `
  FROM agent_approvals
  WHERE workspace_id = $1 AND created_at >= $2 AND created_at < $3
    AND status IN ('approved', 'rejected') AND resolved_by NOT LIKE 'system:%'
    AND ($4::text IS NULL OR agent_id = $4) AND ($5::text IS NULL OR tool_id = $5) AND ($6::text IS NULL OR resolved_by = $6)`

const TOOK = 'extract(epoch FROM resolved_at - created_at) * 1000'
const COUNTS = `
  count(*) FILTER (WHERE status = 'approved') AS approved,
  count(*) FILTER (WHERE status = 'rejected') AS rejected,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY ${TOOK}) AS p50,
  percentile_cont(0.95) WITHIN GROUP (ORDER BY ${TOOK}) AS p95`

/** `decidedBy`: one person's e-mail, for their own pace. */
export interface PaceFilter extends MetricsFilter {
  decidedBy?: string | null
}

const scope = (workspace: WorkspaceId, { period, agent, tool, decidedBy }: PaceFilter) =>
  [workspace, period.from, period.until, agent ?? null, tool ?? null, decidedBy ?? null]

/** Decisions by the hour or day the question was asked, with how long people took. */
export async function decisionsOverTime(workspace: WorkspaceId, filter: PaceFilter): Promise<DecisionPoint[]> {
  const rows = await query<Omit<DecisionPoint, 'at'> & { at: Date }>(
    `SELECT date_trunc($7, created_at, 'UTC') AS at, ${COUNTS} ${DECIDED} GROUP BY 1 ORDER BY 1`,
    [...scope(workspace, filter), filter.period.unit],
  )
  return rows.map((row) => ({ ...row, at: row.at.getTime() }))
}

export type Pace = Omit<DecisionPoint, 'at'>

/** The same for the whole period: percentiles of buckets cannot be added up. */
export async function decisionPace(workspace: WorkspaceId, filter: PaceFilter): Promise<Pace> {
  const [row] = await query<Pace>(`SELECT ${COUNTS} ${DECIDED}`, scope(workspace, filter))
  return row as Pace
}
