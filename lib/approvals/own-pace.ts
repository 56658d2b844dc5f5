import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { ownId } from '@/lib/users/own-id'

export const OWN_PACE_DAYS = 30

/** What somebody decided here in the last 30 days. A reply decides too; taking something back does not. */
export interface OwnPace {
  approved: number
  refused: number
  /** In how many hours they decided anything. */
  hours: number
  /** Milliseconds from the question to their answer; null without any. */
  median: number | null
}

const PACE = `
  SELECT count(*) FILTER (WHERE d.decision = 'approve') AS approved, count(*) FILTER (WHERE d.decision <> 'approve') AS refused,
    count(DISTINCT date_trunc('hour', d.at, 'UTC')) AS hours,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.at - p.created_at) * 1000) AS median
  FROM approval_decisions d JOIN agent_approvals p ON p.workspace_id = d.workspace_id AND p.id = d.approval_request_id
  WHERE d.workspace_id = $1 AND d.decided_by_id = $2 AND d.decision <> 'retract'
    AND d.at > coalesce($3::timestamptz, statement_timestamp()) - interval '${OWN_PACE_DAYS} days'`

/** Only one's own: nobody reads anybody else's pace here. */
export async function ownPace(ctx: Ctx): Promise<OwnPace> {
  const [row] = await query<OwnPace>(PACE, [ctx.workspace, ownId(ctx), ctx.at ?? null])
  return row as OwnPace
}
