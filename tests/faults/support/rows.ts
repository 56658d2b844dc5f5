import type { Pool } from 'pg'
import type { StoredAction } from './ledger'

// A row's xmin is the transaction that wrote it last; an entry keeps the number of its own.
const entryOf = (row: string, action: string) =>
  `EXISTS (SELECT FROM agent_audit_log l WHERE l.workspace_id = $1 AND l.action_id = ${action} AND l.txid::text::bigint & 4294967295 = ${row}.xmin::text::bigint)`

/** Each must find nothing. */
const FAULTS: Record<string, string> = {
  'an action and its approval disagree': `
    SELECT e.id FROM agent_action_events e LEFT JOIN agent_approvals p ON p.workspace_id = e.workspace_id AND p.action_id = e.id
    WHERE e.workspace_id = $1 AND (CASE p.status
      WHEN 'pending' THEN e.state = 'pending'
      WHEN 'approved' THEN e.state IN ('approved', 'executing', 'succeeded', 'failed', 'unknown', 'lapsed', 'cancelled')
      WHEN 'rejected' THEN e.state = 'rejected' WHEN 'expired' THEN e.state = 'expired' WHEN 'cancelled' THEN e.state = 'cancelled'
      ELSE false END) IS NOT TRUE`,
  'a started action does not have exactly one grant, or another one has one': `
    SELECT e.id FROM agent_action_events e WHERE e.workspace_id = $1
      AND (SELECT count(*) FROM execution_grants g WHERE g.workspace_id = e.workspace_id AND g.action_id = e.id)
        <> CASE WHEN e.state IN ('executing', 'succeeded', 'failed', 'unknown') THEN 1 ELSE 0 END`,
  'an approval is resolved without the votes for it, or open with them': `
    SELECT p.id FROM agent_approvals p
    LEFT JOIN LATERAL (SELECT count(DISTINCT d.decided_by) FILTER (WHERE d.decision = 'approve') AS yes, count(*) FILTER (WHERE d.decision = 'reject') AS no
      FROM approval_decisions d WHERE d.workspace_id = p.workspace_id AND d.approval_request_id = p.id) v ON true
    WHERE p.workspace_id = $1 AND (CASE p.status WHEN 'approved' THEN v.yes = p.required AND v.no = 0 WHEN 'rejected' THEN v.no = 1
      ELSE v.yes < p.required AND v.no = 0 END) IS NOT TRUE`,
  'somebody voted twice': `
    SELECT approval_request_id AS id FROM approval_decisions WHERE workspace_id = $1 GROUP BY approval_request_id, decided_by HAVING count(*) > 1`,
  'an action changed without an entry in the same transaction': `SELECT e.id FROM agent_action_events e WHERE e.workspace_id = $1 AND NOT ${entryOf('e', 'e.id')}`,
  'an approval changed without an entry in the same transaction': `SELECT p.id FROM agent_approvals p WHERE p.workspace_id = $1 AND NOT ${entryOf('p', 'p.action_id')}`,
  'a decision has no entry in its transaction': `
    SELECT d.id FROM approval_decisions d JOIN agent_approvals p ON p.workspace_id = d.workspace_id AND p.id = d.approval_request_id
    WHERE d.workspace_id = $1 AND NOT ${entryOf('d', 'p.action_id')}`,
  'a grant has no entry in its transaction': `SELECT g.id FROM execution_grants g WHERE g.workspace_id = $1 AND NOT ${entryOf('g', 'g.action_id')}`,
  'the log says more or less than the rows': `
    SELECT said.event AS id FROM (SELECT action AS event, count(*) AS n FROM agent_audit_log WHERE workspace_id = $1 AND action_id IS NOT NULL GROUP BY action) said
    FULL JOIN (
      SELECT 'action.submitted' AS event, count(*) AS n FROM agent_action_events WHERE workspace_id = $1
      UNION ALL SELECT 'approval.requested', count(*) FROM agent_approvals WHERE workspace_id = $1
      UNION ALL SELECT 'approval.decided', count(*) FROM approval_decisions WHERE workspace_id = $1
      UNION ALL SELECT 'action.started', count(*) FROM execution_grants WHERE workspace_id = $1
      UNION ALL SELECT 'action.reported', count(*) FROM agent_action_events WHERE workspace_id = $1 AND result_success IS NOT NULL
      UNION ALL SELECT 'action.cancelled', count(*) FROM agent_action_events WHERE workspace_id = $1 AND state = 'cancelled'
      UNION ALL SELECT 'approval.expired', count(*) FROM agent_approvals WHERE workspace_id = $1 AND status = 'expired') stored USING (event)
    WHERE coalesce(said.n, 0) <> coalesce(stored.n, 0)`,
  'an idempotency key has no answer, or its action is missing': `
    SELECT k.key AS id FROM idempotency_keys k WHERE k.workspace_id = $1 AND (k.status IS NULL OR k.body IS NULL
      OR NOT EXISTS (SELECT FROM agent_action_events e WHERE e.workspace_id = $1 AND e.id = (k.body::json ->> 'id')::uuid))`,
  'a request took effect twice, or without its key': `
    SELECT e.id FROM agent_action_events e
    LEFT JOIN (SELECT (body::json ->> 'id')::uuid AS id, count(*) AS n FROM idempotency_keys
      WHERE workspace_id = $1 AND route = 'POST /v1/actions' GROUP BY 1) k ON k.id = e.id
    WHERE e.workspace_id = $1 AND k.n IS DISTINCT FROM 1`,
  'the hourly count is lower than the number of requests': `
    SELECT agent_id AS id FROM (SELECT agent_id, sum(used) AS n FROM agent_hours WHERE workspace_id = $1 GROUP BY agent_id) counted
    FULL JOIN (SELECT agent_id, count(*) AS n FROM agent_action_events WHERE workspace_id = $1 GROUP BY agent_id) stored USING (agent_id)
    WHERE stored.n > coalesce(counted.n, 0)`,
}

/** What the checker finds wrong in the rows of a workspace; it looks at the tables alone, never through a verb. */
export async function halfWritten(owner: Pool, workspace: string): Promise<string[]> {
  const found: string[] = []
  for (const [what, sql] of Object.entries(FAULTS)) {
    const { rows } = await owner.query<{ id: string }>(sql, [workspace])
    if (rows.length > 0) found.push(`${what}: ${rows.length}, such as ${rows[0]?.id}`)
  }
  return found
}

export async function storedActions(owner: Pool, workspace: string): Promise<StoredAction[]> {
  const { rows } = await owner.query<StoredAction>(
    `SELECT e.id, e.state, g.jws AS receipt, e.result_success AS success, p.required, ARRAY(SELECT d.decided_by || ':' || d.decision FROM approval_decisions d
        WHERE d.workspace_id = p.workspace_id AND d.approval_request_id = p.id) AS votes
      FROM agent_action_events e
      LEFT JOIN agent_approvals p ON p.workspace_id = e.workspace_id AND p.action_id = e.id
      LEFT JOIN execution_grants g ON g.workspace_id = e.workspace_id AND g.action_id = e.id
      WHERE e.workspace_id = $1`,
    [workspace],
  )
  return rows
}
