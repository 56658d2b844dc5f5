import { Client } from 'pg'

// What the rows of a workspace must say whatever happened to them. Every query finds the rows that break one rule.
const RULES: Record<string, string> = {
  'an approval and its action tell the same story': `
    SELECT e.id, e.state, p.status FROM agent_action_events e JOIN agent_approvals p ON p.workspace_id = e.workspace_id AND p.action_id = e.id
    WHERE e.workspace_id = $1 AND NOT CASE p.status
      WHEN 'pending' THEN e.state = 'pending'
      WHEN 'approved' THEN e.state IN ('approved', 'executing', 'succeeded', 'failed', 'unknown', 'lapsed', 'cancelled')
      ELSE e.state = p.status END`,
  'an approved approval has the people it needs, and they said yes to what it is about': `
    SELECT p.id, p.required, count_votes(p.workspace_id, p.id, p.action_hash) AS votes FROM agent_approvals p
    WHERE p.workspace_id = $1 AND (p.status = 'approved') AND count_votes(p.workspace_id, p.id, p.action_hash) < p.required`,
  'a pending approval has fewer yeses than it needs: nothing is stuck': `
    SELECT p.id FROM agent_approvals p
    WHERE p.workspace_id = $1 AND p.status = 'pending' AND count_votes(p.workspace_id, p.id, p.action_hash) >= p.required`,
  'nobody voted twice without an edit between': `
    SELECT approval_request_id, decided_by FROM (
      SELECT approval_request_id, decided_by, decision, lag(decision) OVER (PARTITION BY approval_request_id, decided_by, edits ORDER BY seq) AS before
      FROM (SELECT *, count(edit_id) OVER (PARTITION BY approval_request_id ORDER BY seq) AS edits FROM approval_decisions WHERE workspace_id = $1) each) told
    WHERE decision = 'approve' AND before = 'approve'`,
  'a rejection is the last word': `
    SELECT r.id FROM approval_decisions r JOIN approval_decisions later ON later.workspace_id = r.workspace_id
      AND later.approval_request_id = r.approval_request_id AND later.seq > r.seq
    WHERE r.workspace_id = $1 AND r.decision IN ('reject', 'reply')`,
  'the stored arguments are those that were decided on': `
    SELECT e.id FROM agent_action_events e JOIN agent_approvals p ON p.workspace_id = e.workspace_id AND p.action_id = e.id
    WHERE e.workspace_id = $1 AND (e.tool_args <> p.parameters OR e.action_hash <> p.action_hash)`,
  'a started action with an approval has exactly one grant, and no other has any': `
    SELECT e.id, e.state, count(g.id) FROM agent_action_events e LEFT JOIN execution_grants g ON g.workspace_id = e.workspace_id AND g.action_id = e.id
    WHERE e.workspace_id = $1 GROUP BY e.workspace_id, e.id
    HAVING count(g.id) <> (CASE WHEN e.approval_request_id IS NOT NULL AND e.state IN ('executing', 'succeeded', 'failed', 'unknown') THEN 1 ELSE 0 END)`,
  'a grant is for the hash that was approved': `
    SELECT g.id FROM execution_grants g JOIN agent_approvals p ON p.workspace_id = g.workspace_id AND p.id = g.approval_id
    WHERE g.workspace_id = $1 AND (g.action_hash <> p.action_hash OR p.status <> 'approved')`,
  'each action has one entry for how it was resolved': `
    SELECT e.id, e.state, count(l.id) FROM agent_action_events e LEFT JOIN agent_audit_log l ON l.workspace_id = e.workspace_id AND l.action_id = e.id
      AND l.action IN ('approval.expired', 'action.cancelled', 'action.lapsed', 'action.voided')
    WHERE e.workspace_id = $1 GROUP BY e.workspace_id, e.id HAVING count(l.id) <> (CASE WHEN e.state IN ('expired', 'cancelled', 'lapsed') THEN 1 ELSE 0 END)`,
  'each decision has its entry': `
    SELECT p.action_id, count(d.id) AS decisions, entries.count FROM agent_approvals p
    JOIN approval_decisions d ON d.workspace_id = p.workspace_id AND d.approval_request_id = p.id
    CROSS JOIN LATERAL (SELECT count(*) FROM agent_audit_log l WHERE l.workspace_id = p.workspace_id AND l.action_id = p.action_id
      AND l.action IN ('approval.decided', 'approval.retracted')) entries
    WHERE p.workspace_id = $1 GROUP BY p.action_id, entries.count HAVING count(d.id) <> entries.count`,
}

/** Reads the rows as the owner, past every query of ours. Returns what breaks which rule; an empty list is the aim. */
export async function brokenRules(workspace: string): Promise<string[]> {
  const owner = new Client({ connectionString: process.env.DATABASE_URL })
  await owner.connect()
  try {
    const found: string[] = []
    for (const [rule, sql] of Object.entries(RULES)) {
      const { rows } = await owner.query(sql, [workspace])
      if (rows.length) found.push(`${rule}: ${rows.length}, such as ${JSON.stringify(rows[0])}`)
    }
    return found
  } finally {
    await owner.end()
  }
}
