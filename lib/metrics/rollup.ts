import { query } from '@/lib/db'

/**
 * Recomputes the (agent, UTC day) pairs that have news. An action counts on the day it was asked, whenever it ends.
 * News is read by transaction, not by time: a late commit is never missed, and after a restore, when the
 * transaction counter starts again, everything is counted once more. A second worker skips the locked row.
 */
const ROLL_UP = `
  WITH progress AS MATERIALIZED (
    SELECT CASE WHEN txid <= pg_snapshot_xmax(pg_current_snapshot()) THEN txid ELSE '0'::xid8 END AS since,
      CASE WHEN txid <= pg_snapshot_xmax(pg_current_snapshot()) THEN pg_snapshot_xmax(pg_current_snapshot())
        ELSE '18446744073709551615'::xid8 END AS below
    FROM metrics_progress FOR UPDATE SKIP LOCKED),
  touched AS MATERIALIZED (
    SELECT DISTINCT a.workspace_id, a.agent_id, date_trunc('day', a.created_at, 'UTC') AS day
    FROM progress p
    JOIN agent_audit_log l ON l.txid >= p.since AND l.txid < p.below AND l.action_id IS NOT NULL
    JOIN agent_action_events a ON a.workspace_id = l.workspace_id AND a.id = l.action_id),
  counted AS (
    INSERT INTO agent_metrics AS m (workspace_id, agent_id, date, invocations, tool_calls, denied, approvals_requested,
      approvals_granted, approvals_rejected, approvals_expired, errors, total_tokens, cost_micros, avg_response_ms, updated_at)
    SELECT t.workspace_id, t.agent_id, (t.day AT TIME ZONE 'UTC')::date,
      count(*),
      count(*) FILTER (WHERE a.started_at IS NOT NULL),
      count(*) FILTER (WHERE a.state = 'denied'),
      count(*) FILTER (WHERE a.approval_request_id IS NOT NULL),
      count(*) FILTER (WHERE a.decision = 'review' AND a.state IN ('approved', 'executing', 'succeeded', 'failed', 'unknown', 'lapsed')),
      count(*) FILTER (WHERE a.state = 'rejected'),
      count(*) FILTER (WHERE a.state = 'expired'),
      count(*) FILTER (WHERE a.state IN ('failed', 'unknown')),
      coalesce(sum(coalesce(a.tokens_input, 0) + coalesce(a.tokens_output, 0)), 0),
      coalesce(sum(a.cost_micros), 0),
      round(avg(a.duration_ms)),
      clock_timestamp()
    FROM touched t
    JOIN agent_action_events a ON a.workspace_id = t.workspace_id AND a.agent_id = t.agent_id
      AND a.created_at >= t.day AND a.created_at < t.day + interval '1 day'
    GROUP BY t.workspace_id, t.agent_id, t.day
    ON CONFLICT (workspace_id, agent_id, date) DO UPDATE SET
      invocations = excluded.invocations, tool_calls = excluded.tool_calls, denied = excluded.denied,
      approvals_requested = excluded.approvals_requested, approvals_granted = excluded.approvals_granted,
      approvals_rejected = excluded.approvals_rejected, approvals_expired = excluded.approvals_expired,
      errors = excluded.errors, total_tokens = excluded.total_tokens, cost_micros = excluded.cost_micros,
      avg_response_ms = excluded.avg_response_ms, updated_at = excluded.updated_at
    RETURNING 1),
  moved AS (
    UPDATE metrics_progress SET txid = pg_snapshot_xmin(pg_current_snapshot())
    WHERE EXISTS (SELECT 1 FROM progress) RETURNING 1)
  SELECT (SELECT count(*) FROM counted) AS days, (SELECT count(*) FROM moved) AS moved`

/** Telemetry, not domain: one idempotent statement on the worker's connection. Answers how many agent days it wrote. */
export async function rollUp(): Promise<number> {
  const [row] = await query<{ days: number }>(ROLL_UP)
  return row?.days ?? 0
}
