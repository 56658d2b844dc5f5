import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import type { MetricsFilter } from '@/lib/metrics/schema'
import type { ActionPoint } from '@/lib/metrics/series'

const WAS_APPROVED = `decision = 'review' AND state IN ('approved', 'executing', 'succeeded', 'failed', 'unknown')`
const TOKENS = 'coalesce(tokens_input, 0) + coalesce(tokens_output, 0)'
const ASKED_IN = `workspace_id = $1 AND created_at >= $2 AND created_at < $3`

const narrowed = (start: string, agent: string, tool: string, from = 4) =>
  `${start} AND ($${from}::text IS NULL OR ${agent} = $${from}) AND ($${from + 1}::text IS NULL OR ${tool} = $${from + 1})`
const ACTIONS = `FROM agent_action_events WHERE ${narrowed(ASKED_IN, 'agent_id', 'tool_name')}`

const scope = (workspace: WorkspaceId, { period, agent, tool }: MetricsFilter) =>
  [workspace, period.from, period.until, agent ?? null, tool ?? null]

type Bucketed<P extends { at: number }> = Omit<P, 'at'> & { at: Date }
const numbered = <P extends { at: number }>(rows: Bucketed<P>[]) => rows.map((row) => ({ ...row, at: row.at.getTime() }) as unknown as P)

/** Actions by the hour or day they were asked and what became of them; buckets without any are left out. */
export async function actionsOverTime(workspace: WorkspaceId, filter: MetricsFilter): Promise<ActionPoint[]> {
  return numbered<ActionPoint>(await query<Bucketed<ActionPoint>>(
    `SELECT date_trunc($6, created_at, 'UTC') AS at,
       count(*) FILTER (WHERE decision = 'allow') AS allowed,
       count(*) FILTER (WHERE ${WAS_APPROVED}) AS approved,
       count(*) FILTER (WHERE state IN ('expired', 'lapsed', 'cancelled')) AS ran_out,
       count(*) FILTER (WHERE state IN ('denied', 'rejected')) AS blocked,
       count(*) FILTER (WHERE state = 'pending') AS pending,
       count(*) FILTER (WHERE decision = 'review') AS asked,
       count(*) FILTER (WHERE state = 'failed') AS failed,
       count(*) FILTER (WHERE state = 'unknown') AS unknown,
       coalesce(sum(${TOKENS}), 0)::bigint AS tokens
     ${ACTIONS} GROUP BY 1 ORDER BY 1`,
    [...scope(workspace, filter), filter.period.unit],
  ))
}

export interface Cost {
  currency: string
  micros: number
}

export const costs = (workspace: WorkspaceId, filter: MetricsFilter) =>
  query<Cost>(
    `SELECT cost_currency AS currency, sum(cost_micros)::bigint AS micros ${ACTIONS}
       AND cost_micros > 0 AND cost_currency IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`,
    scope(workspace, filter),
  )

export interface AgentRow {
  agent: string
  name: string
  calls: number
  blocked: number
}

const LARGEST = 100

/** Whole days of all tools come from the roll-up, seconds behind at most; hours and single tools from the ledger. */
export function byAgent(workspace: WorkspaceId, filter: MetricsFilter): Promise<AgentRow[]> {
  const { period, agent, tool } = filter
  const named = (counted: string) => `
    SELECT c.agent, g.name, c.calls, c.blocked FROM (${counted}) c JOIN agents g ON g.workspace_id = $1 AND g.id = c.agent
    ORDER BY c.blocked::float / c.calls DESC, c.calls DESC, c.agent LIMIT ${LARGEST}`
  if (period.unit === 'day' && !tool) {
    return query<AgentRow>(
      named(`SELECT agent_id AS agent, sum(invocations)::bigint AS calls, sum(denied + approvals_rejected)::bigint AS blocked
        FROM agent_metrics WHERE workspace_id = $1 AND date >= $2::date AND date < $3::date AND ($4::text IS NULL OR agent_id = $4)
        GROUP BY 1`),
      [workspace, day(period.from), day(period.until), agent ?? null],
    )
  }
  return query<AgentRow>(
    named(`SELECT agent_id AS agent, count(*) AS calls, count(*) FILTER (WHERE state IN ('denied', 'rejected')) AS blocked
      ${ACTIONS} GROUP BY 1`),
    scope(workspace, filter),
  )
}

export interface ToolRow {
  tool: string
  calls: number
  risk: number
  finished: number
  failed: number
}

export const byTool = (workspace: WorkspaceId, filter: MetricsFilter) =>
  query<ToolRow>(
    `SELECT tool_name AS tool, count(*) AS calls, avg(risk_score)::float AS risk,
       count(*) FILTER (WHERE state IN ('succeeded', 'failed', 'unknown')) AS finished,
       count(*) FILTER (WHERE state IN ('failed', 'unknown')) AS failed
     ${ACTIONS} GROUP BY 1 ORDER BY 3 DESC, 2 DESC, 1 LIMIT ${LARGEST}`,
    scope(workspace, filter),
  )

const day = (at: Date) => at.toISOString().slice(0, 10)
