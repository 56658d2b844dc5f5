import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { lately } from '@/lib/metrics/lately'
import type { ActionState } from '@/packages/sdk/contract/actions'
import type { Effect } from '@/packages/sdk/contract/verdict'

/** What the agent did in the last seven days, as far as settings could have changed it. */
export interface WeekOfUse {
  actions: number
  /** There were more: only the newest are looked at. */
  more: boolean
  /** Sent to a person, and of these the ones where nothing else but this setting asked for it. */
  asked: number
  askedOnlyByApprovalRequired: number
  askedOnlyForNoPerson: number
  /** Allowed now, and reviewed if the setting were the other way. */
  allowedWithoutApproval: number
  allowedWithoutPerson: number
  /** Actions in each hour that had any. */
  hours: number[]
  /** Actions of each trust level, L0 first. */
  levels: number[]
  tools: Record<string, number>
}

const MOST = 20_000
// Those refused before the hour was counted take no place in it.
const WEEK = `
  WITH week AS MATERIALIZED (
    SELECT e.tool_name, e.trust_level, e.decision, e.reason, date_trunc('hour', e.created_at) AS hour,
      e.reason NOT IN ('agent_archived', 'agent_disabled', 'key_revoked', 'above_ceiling') AS counted,
      ARRAY(SELECT s ->> 'code' FROM jsonb_array_elements(e.trace) s WHERE s ->> 'outcome' = 'review') AS asked_by,
      e.on_behalf_of
    FROM (SELECT * FROM agent_action_events WHERE workspace_id = $1 AND agent_id = $2 AND created_at > statement_timestamp() - interval '7 days'
      ORDER BY created_at DESC, id DESC LIMIT $3) e)
  SELECT count(*) AS actions, count(*) = $3 AS more,
    count(*) FILTER (WHERE decision = 'review') AS asked,
    count(*) FILTER (WHERE decision = 'review' AND asked_by = '{approval_required}') AS "askedOnlyByApprovalRequired",
    count(*) FILTER (WHERE decision = 'review' AND asked_by = '{no_person_named}') AS "askedOnlyForNoPerson",
    count(*) FILTER (WHERE decision = 'allow' AND trust_level = 3) AS "allowedWithoutApproval",
    count(*) FILTER (WHERE decision = 'allow' AND trust_level >= 2 AND on_behalf_of IS NULL) AS "allowedWithoutPerson",
    (SELECT coalesce(jsonb_agg(n), '[]') FROM (SELECT count(*) AS n FROM week WHERE counted GROUP BY hour) h) AS hours,
    (SELECT jsonb_agg((SELECT count(*) FROM week WHERE trust_level = l) ORDER BY l) FROM generate_series(0, 4) l) AS levels,
    (SELECT coalesce(jsonb_object_agg(tool_name, n), '{}') FROM (SELECT tool_name, count(*) AS n FROM week GROUP BY 1) t) AS tools
  FROM week`

export async function readWeek(ctx: Ctx, agentId: string, most = MOST): Promise<WeekOfUse> {
  const [week] = await query<WeekOfUse>(WEEK, [ctx.workspace, agentId, most])
  if (!week) throw new Error('an aggregate without a row')
  return week
}

export interface RecentAction {
  id: string
  approvalId: string | null
  actionName: string
  actionNameHe: string | null
  toolId: string
  trustLevel: number
  decision: Effect
  state: ActionState
  createdAt: Date
}

export const listRecentActions = (ctx: Ctx, agentId: string) =>
  query<RecentAction>(
    `SELECT id, approval_request_id AS "approvalId", action_name AS "actionName", action_name_he AS "actionNameHe", tool_name AS "toolId",
        trust_level AS "trustLevel", decision, state, created_at AS "createdAt"
       FROM agent_action_events WHERE workspace_id = $1 AND agent_id = $2 ORDER BY created_at DESC, id DESC LIMIT 10`,
    [ctx.workspace, agentId],
  )

export interface ToolUse {
  toolId: string
  calls: number
  asked: number
  denied: number
}

/** The tools it asked for in 30 days, the busiest first. */
export const listToolUse = (ctx: Ctx, agentId: string) =>
  query<ToolUse>(
    `SELECT tool_id AS "toolId", sum(invocations)::bigint AS calls, sum(approvals_requested)::bigint AS asked, sum(denied)::bigint AS denied
       FROM (${lately({ workspace: '$1', agent: '$2' }, { byTool: true })}) lately GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`,
    [ctx.workspace, agentId],
  )
