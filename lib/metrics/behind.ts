import type { WorkspaceId } from '@/lib/context'
import { writeCursor, type Cursor } from '@/lib/cursor'
import { query } from '@/lib/db'
import { PERSON } from '@/lib/metrics/measures'
import { actionsRolled, decisionsRolled, scope } from '@/lib/metrics/rolled'
import type { MetricsFilter } from '@/lib/metrics/schema'
import type { ActionState } from '@/packages/sdk/contract/actions'

/** What a number on the metrics page counts: in the rollups, and in the rows (`a` the action, `p` its approval). */
const SORTS = {
  all: { rolled: 'invocations', rows: 'true' },
  allowed: { rolled: 'allowed', rows: `a.decision = 'allow'` },
  asked: { rolled: 'approvals_requested', rows: `a.decision = 'review'` },
  approved: {
    rolled: 'approvals_requested - pending - approvals_rejected - approvals_expired - lapsed - cancelled',
    rows: `a.decision = 'review' AND a.state IN ('approved', 'executing', 'succeeded', 'failed', 'unknown')`,
  },
  ran_out: { rolled: 'approvals_expired + lapsed + cancelled', rows: `a.state IN ('expired', 'lapsed', 'cancelled')` },
  expired: { rolled: 'approvals_expired', rows: `a.state = 'expired'` },
  blocked: { rolled: 'denied + approvals_rejected', rows: `a.state IN ('denied', 'rejected')` },
  pending: { rolled: 'pending', rows: `a.state = 'pending'` },
  decided: { rolled: 'decided_approved + decided_rejected', rows: PERSON },
  errors: { rolled: 'errors', rows: `a.state IN ('failed', 'unknown')` },
  answered: { rolled: 'responses', rows: 'a.duration_ms IS NOT NULL' },
  waiting: {
    rolled: `approvals_requested - (SELECT coalesce(sum(value::bigint), 0) FROM jsonb_each_text(resolved_in) WHERE to_timestamp(key::bigint * 3600) < $3::timestamptz)`,
    rows: `a.decision = 'review' AND (p.resolved_at IS NULL OR p.resolved_at >= $9)`,
  },
  high: { rolled: 'high_risk', rows: `a.risk_level = 'high'` },
} as const
export type Sort = keyof typeof SORTS
export const SORT_NAMES = Object.keys(SORTS) as Sort[]

export interface BehindFilter extends MetricsFilter {
  sort: Sort
  /** Errors of this code only; `no_result` and `failed` are those without one. */
  code?: string | null
  /** Decided by this person; then `sort` is `decided`. */
  reviewer?: string | null
  weekday?: number | null
  hour?: number | null
}

export interface BehindRow {
  id: string
  created_at: Date
  agent: string
  tool: string
  decision: string
  state: ActionState
  risk_score: number
  duration_ms: number | null
  decide_ms: number | null
  tokens: number
  http_status: number | null
  approval_id: string | null
  resolved_by: string | null
}

const PAGE = 50
const CODE = `CASE WHEN a.state = 'unknown' THEN 'no_result' WHEN a.state = 'failed' THEN coalesce(a.http_status::text, 'failed') END`

const rowsOf = (sort: Sort) => `
  SELECT a.id, a.created_at, a.agent_id AS agent, a.tool_name AS tool, a.decision, a.state, a.risk_score, a.duration_ms, a.http_status,
    coalesce(a.tokens_input, 0) + coalesce(a.tokens_output, 0) AS tokens, p.id AS approval_id,
    CASE WHEN ${PERSON} THEN p.resolved_by END AS resolved_by, CASE WHEN ${PERSON} THEN (extract(epoch FROM p.resolved_at - p.created_at) * 1000)::bigint END AS decide_ms
  FROM unnest($2::timestamptz[]) AS h (hour)
  JOIN LATERAL (SELECT * FROM agent_action_events e WHERE e.workspace_id = $1 AND e.created_at >= h.hour AND e.created_at < h.hour + interval '1 hour'
    AND ($3::text IS NULL OR e.agent_id = $3) AND ($4::text IS NULL OR e.tool_name = $4) OFFSET 0) a ON true
  LEFT JOIN LATERAL (SELECT * FROM agent_approvals q WHERE q.workspace_id = $1 AND q.id = a.approval_request_id OFFSET 0) p ON true
  WHERE ${SORTS[sort].rows} AND ($5::text IS NULL OR ${CODE} = $5) AND ($6::text IS NULL OR p.resolved_by = $6)
    AND ($7::timestamptz IS NULL OR (a.created_at, a.id) < ($7, $8::uuid))
    AND $9::timestamptz IS NOT NULL
  ORDER BY a.created_at DESC, a.id DESC LIMIT ${PAGE + 1}`

/** The hours in which the rollups know of any, newest first: they say how many there are, and where to look. */
async function hoursOf(workspace: WorkspaceId, filter: BehindFilter): Promise<{ hour: Date; n: number }[]> {
  // What waited at the end was asked at any time before it.
  const open = filter.sort === 'waiting'
  const asked = open ? { ...filter, period: { ...filter.period, from: filter.period.until } } : filter
  const { table, where } = filter.reviewer ? decisionsRolled(asked, 'hour') : actionsRolled(asked, 'hour', { open })
  const counted = filter.code ? `coalesce((error_counts ->> $6)::bigint, 0)` : SORTS[filter.sort].rolled
  const only = filter.reviewer ? 'reviewer = $6' : '($6::text IS NULL OR true)'
  return query(
    `SELECT hour, n FROM (
       SELECT hour, sum(${counted})::bigint AS n FROM ${table} WHERE ${where} AND ${only}
         AND ($7::int IS NULL OR extract(isodow FROM hour) = $7) AND ($8::int IS NULL OR extract(hour FROM hour) = $8) GROUP BY hour) found
     WHERE n > 0 ORDER BY hour DESC`,
    [...scope(workspace, asked, 'hour'), filter.code ?? filter.reviewer ?? null, filter.weekday ?? null, filter.hour ?? null],
  )
}

/** The rows behind a number, newest first, and how many there are: the very number, because both come from the rollups. */
export async function listBehind(workspace: WorkspaceId, filter: BehindFilter, after: Cursor | null): Promise<{ count: number; rows: BehindRow[]; next: string | null }> {
  const hours = await hoursOf(workspace, filter)
  const count = hours.reduce((sum, { n }) => sum + n, 0)
  const wanted: Date[] = []
  let found = 0
  for (const { hour, n } of hours) {
    if (found > PAGE) break
    if (after && hour > new Date(after.at)) continue
    wanted.push(hour)
    // Of the hour where the last page ended, some are behind us: it does not count.
    if (!after || hour.getTime() + 3_600_000 <= Date.parse(after.at)) found += n
  }
  const rows = await query<BehindRow>(rowsOf(filter.sort), [workspace, wanted, filter.agent ?? null, filter.tool ?? null, filter.code ?? null, filter.reviewer ?? null, after?.at ?? null, after?.id ?? null, filter.period.until])
  const last = rows[PAGE - 1]
  return { count, rows: rows.slice(0, PAGE), next: rows.length > PAGE && last ? writeCursor({ at: last.created_at, id: last.id }) : null }
}
