import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import type { Counts, Spread } from '@/lib/metrics/histogram'
import { actionsRolled, AT, decisionsRolled, scope } from '@/lib/metrics/rolled'
import type { MetricsFilter } from '@/lib/metrics/schema'
import type { ActionPoint, BacklogRow, DecisionPoint } from '@/lib/metrics/series'

/** What the pages read: rollups only, however many rows there are behind them. */
const spread = (hist: Counts, least: number | null, most: number | null): Spread => ({ hist, least, most })

const DECIDED = 'decided_approved AS approved_by_people, decided_rejected AS rejected_by_people, decide_hist, min_decide_ms, max_decide_ms'
interface Decided {
  approved_by_people: number
  rejected_by_people: number
  decide_hist: Counts
  min_decide_ms: number | null
  max_decide_ms: number | null
}
const decisionsOf = (row: Decided) => ({
  approved: row.approved_by_people,
  rejected: row.rejected_by_people,
  took: spread(row.decide_hist, row.min_decide_ms, row.max_decide_ms),
})

type Point = Omit<ActionPoint, 'response' | 'decisions'> & Decided & { response_hist: Counts; min_response_ms: number | null; max_response_ms: number | null }

/** Actions by the hour or day they were asked and what became of them; several of one bucket where several agents match. */
export async function actionsOverTime(workspace: WorkspaceId, filter: MetricsFilter): Promise<ActionPoint[]> {
  const { unit } = filter.period
  const { table, where } = actionsRolled(filter, unit)
  const rows = await query<Point>(
    `SELECT ${AT[unit]} AS at, allowed, approvals_requested - pending - approvals_rejected - approvals_expired - lapsed - cancelled AS approved,
       approvals_expired + lapsed + cancelled AS ran_out, denied + approvals_rejected AS blocked, pending, approvals_requested AS asked,
       approvals_expired AS expired, high_risk AS high, failed, unknown, total_tokens AS tokens, error_counts AS errors, users, costs,
       response_hist, min_response_ms, max_response_ms, ${DECIDED}
     FROM ${table} WHERE ${where} ORDER BY 1`,
    scope(workspace, filter, unit),
  )
  return rows.map(({ response_hist, min_response_ms, max_response_ms, decide_hist, min_decide_ms, max_decide_ms, approved_by_people, rejected_by_people, ...counts }) => ({
    ...counts,
    response: spread(response_hist, min_response_ms, max_response_ms),
    decisions: decisionsOf({ decide_hist, min_decide_ms, max_decide_ms, approved_by_people, rejected_by_people }),
  }))
}

/** What was asked and when it was answered, also of what was already waiting when the period began. */
export function asked(workspace: WorkspaceId, filter: MetricsFilter): Promise<BacklogRow[]> {
  const { unit } = filter.period
  const { table, where } = actionsRolled(filter, unit, { open: true })
  return query<BacklogRow>(
    `SELECT ${AT[unit]} AS at, approvals_requested AS asked, resolved_in FROM ${table} WHERE ${where} AND approvals_requested > 0`,
    scope(workspace, filter, unit),
  )
}

/** What people decided, by the hour or day it was asked; `reviewer`: one person's e-mail. */
export async function decisionsOverTime(workspace: WorkspaceId, filter: MetricsFilter, reviewer: string | null = null): Promise<(DecisionPoint & { reviewer: string })[]> {
  const { unit } = filter.period
  const { table, where } = decisionsRolled(filter, unit)
  const rows = await query<Decided & { at: number; reviewer: string }>(
    `SELECT ${AT[unit]} AS at, reviewer, ${DECIDED} FROM ${table} WHERE ${where} AND ($6::text IS NULL OR reviewer = $6) ORDER BY 1`,
    [...scope(workspace, filter, unit), reviewer],
  )
  return rows.map((row) => ({ at: row.at, reviewer: row.reviewer, ...decisionsOf(row) }))
}

export interface AgentRow {
  agent: string
  name: string
  calls: number
  blocked: number
  asked: number
  finished: number
  failed: number
  tokens: number
}

const LARGEST = 100
const USE = `sum(invocations)::bigint AS calls, sum(denied + approvals_rejected)::bigint AS blocked, sum(approvals_requested)::bigint AS asked,
  sum(succeeded + errors)::bigint AS finished, sum(errors)::bigint AS failed, sum(total_tokens)::bigint AS tokens`

export function byAgent(workspace: WorkspaceId, filter: MetricsFilter): Promise<AgentRow[]> {
  const { unit } = filter.period
  const { table, where } = actionsRolled(filter, unit, { finest: true })
  return query<AgentRow>(
    `SELECT c.*, g.name FROM (SELECT agent_id AS agent, ${USE} FROM ${table} WHERE ${where} GROUP BY 1) c
     JOIN agents g ON g.workspace_id = $1 AND g.id = c.agent
     ORDER BY c.blocked::float / c.calls DESC, c.calls DESC, c.agent LIMIT ${LARGEST}`,
    scope(workspace, filter, unit),
  )
}

export interface ToolRow extends Omit<AgentRow, 'agent' | 'name'> {
  tool: string
  risk: number
  high: number
}

export function byTool(workspace: WorkspaceId, filter: MetricsFilter): Promise<ToolRow[]> {
  const { unit } = filter.period
  const { table, where } = actionsRolled(filter, unit, { finest: true })
  return query<ToolRow>(
    `SELECT tool_id AS tool, sum(risk_sum)::float / sum(invocations) AS risk, sum(high_risk)::bigint AS high, ${USE}
     FROM ${table} WHERE ${where} GROUP BY 1 ORDER BY 2 DESC, calls DESC, 1 LIMIT ${LARGEST}`,
    scope(workspace, filter, unit),
  )
}

export interface BusyHour {
  /** 1 is Monday. */
  weekday: number
  hour: number
  asked: number
}

/** When people are asked: by weekday and hour, in UTC. */
export function busyHours(workspace: WorkspaceId, filter: MetricsFilter): Promise<BusyHour[]> {
  const { table, where } = actionsRolled(filter, 'hour')
  return query<BusyHour>(
    `SELECT extract(isodow FROM hour)::int AS weekday, extract(hour FROM hour)::int AS hour, sum(approvals_requested)::bigint AS asked
     FROM ${table} WHERE ${where} AND approvals_requested > 0 GROUP BY 1, 2`,
    scope(workspace, filter, 'hour'),
  )
}

/** The moment up to which everything is counted: before the oldest entry without its place, and the oldest hours to count again. */
export async function countedUpTo(workspace: WorkspaceId): Promise<Date> {
  const [row] = await query<{ at: Date }>(
    `SELECT least(clock_timestamp(), (SELECT min(at) FROM metrics_dirty WHERE workspace_id = $1), (SELECT min(hour) FROM audit_missed_counts WHERE workspace_id = $1),
       (SELECT at FROM audit_pending WHERE workspace_id = $1 ORDER BY entry_id LIMIT 1))::timestamptz(3) AS at`,
    [workspace],
  )
  return row?.at ?? new Date(0)
}
