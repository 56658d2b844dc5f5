import type { ApprovalStatus } from '@/lib/approvals/schema'
import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'

/** One that was decided before, of the same agent and tool. */
export interface Alike {
  id: string
  status: Exclude<ApprovalStatus, 'pending'>
  amount: number | null
  currency: string | null
  /** A person by name; null where the clock, the rules or the agent ended it. */
  by: string | null
  at: Date
}

const ALIKE = `
  SELECT p.id, p.status, e.amount, e.currency, u.name AS by, p.resolved_at AS at
  FROM (SELECT * FROM agent_approvals WHERE workspace_id = $1 AND agent_id = $2 AND tool_id = $3 AND status <> 'pending'
    ORDER BY resolved_at DESC, id DESC LIMIT 21) p
  JOIN agent_action_events e ON e.workspace_id = p.workspace_id AND e.id = p.action_id
  LEFT JOIN users u ON u.email = p.resolved_by
  WHERE p.id <> $4 ORDER BY p.resolved_at DESC, p.id DESC LIMIT 20`

/** The last twenty that were decided of what this agent asked with this tool, newest first. */
export const lastAlike = (ctx: Ctx, { id, agentId, toolId }: { id: string; agentId: string; toolId: string }) => query<Alike>(ALIKE, [ctx.workspace, agentId, toolId, id])

export interface AgentRecord {
  actions: number
  rejected: number
  denied: number
  /** Of what ran: it failed, or nobody knows. */
  failed: number
  /** How long people took, by the last of its approvals; null where nobody decided any. */
  medianMs: number | null
}

const DAYS = 30
/** The median is over the approvals among so many of its latest; beyond that the scan would grow with the queue. */
const LATEST = 1_000
const RECORD = `
  SELECT coalesce(sum(invocations), 0)::bigint AS actions, coalesce(sum(approvals_rejected), 0)::bigint AS rejected,
    coalesce(sum(denied), 0)::bigint AS denied, coalesce(sum(errors), 0)::bigint AS failed,
    (SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM resolved_at - created_at)) * 1000)::bigint
      FROM (SELECT status, resolved_by, resolved_at, created_at FROM agent_approvals WHERE workspace_id = $1 AND agent_id = $2
        ORDER BY created_at DESC, id DESC LIMIT ${LATEST}) latest
      WHERE status IN ('approved', 'rejected') AND resolved_by NOT LIKE 'system:%' AND created_at > coalesce($3::timestamptz, clock_timestamp()) - interval '${DAYS} days') AS "medianMs"
  FROM agent_metrics WHERE workspace_id = $1 AND agent_id = $2
    AND date = ANY (ARRAY (SELECT (coalesce($3::timestamptz, clock_timestamp()) AT TIME ZONE 'UTC')::date - ago FROM generate_series(0, ${DAYS - 1}) ago))`

/** This agent's last thirty days, from the roll-ups. */
export async function agentRecord(ctx: Ctx, agentId: string): Promise<AgentRecord> {
  const [row] = await query<AgentRecord>(RECORD, [ctx.workspace, agentId, ctx.at ?? null])
  return row ?? { actions: 0, rejected: 0, denied: 0, failed: 0, medianMs: null }
}
