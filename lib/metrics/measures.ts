/** How a column is counted from rows `a` (the action) and `p` (its approval), and how rollups of it are put together. */
interface Measure {
  rows: string
  merged: (column: string) => string
}

const added = (column: string) => `sum(${column})::bigint`
const counted = (condition?: string): Measure => ({ rows: condition ? `count(*) FILTER (WHERE ${condition})` : 'count(*)', merged: added })
const summed = (of: string): Measure => ({ rows: `coalesce(sum(${of}), 0)::bigint`, merged: added })
// Most groups of an hour hold nothing or one thing: then there is no function to call.
const put = (column: string) => `CASE count(*) FILTER (WHERE ${column} <> '{}') WHEN 0 THEN '{}' WHEN 1 THEN (array_agg(${column}) FILTER (WHERE ${column} <> '{}'))[1]
  ELSE sum_counts(array_agg(${column}) FILTER (WHERE ${column} <> '{}')) END`
const each = (label: string): Measure => ({ rows: `CASE count(${label}) WHEN 0 THEN '{}' WHEN 1 THEN jsonb_build_object(min(${label}), 1) ELSE count_each(array_agg(${label})) END`, merged: put })
const extreme = (which: 'min' | 'max', of: string): Measure => ({ rows: `${which}(${of})`, merged: (column) => `${which}(${column})` })

// Only what a person decided: expiry and automatic approval are no decisions of anybody's.
export const PERSON = `p.status IN ('approved', 'rejected') AND p.resolved_by NOT LIKE 'system:%'`
const DECIDE_MS = `CASE WHEN ${PERSON} THEN (extract(epoch FROM p.resolved_at - p.created_at) * 1000)::bigint END`

const DECISION_MEASURES: Record<string, Measure> = {
  decided_approved: counted(`${PERSON} AND p.status = 'approved'`),
  decided_rejected: counted(`${PERSON} AND p.status = 'rejected'`),
  decide_ms: summed(DECIDE_MS),
  decide_hist: each(`metrics_bin(${DECIDE_MS})`),
  min_decide_ms: extreme('min', DECIDE_MS),
  max_decide_ms: extreme('max', DECIDE_MS),
}

const ACTION_MEASURES: Record<string, Measure> = {
  invocations: counted(),
  tool_calls: counted('a.started_at IS NOT NULL'),
  allowed: counted(`a.decision = 'allow'`),
  denied: counted(`a.state = 'denied'`),
  approvals_requested: counted(`a.decision = 'review'`),
  approvals_granted: counted(`a.decision = 'review' AND p.status = 'approved'`),
  approvals_rejected: counted(`a.state = 'rejected'`),
  approvals_expired: counted(`a.state = 'expired'`),
  lapsed: counted(`a.state = 'lapsed'`),
  cancelled: counted(`a.state = 'cancelled'`),
  pending: counted(`a.state = 'pending'`),
  succeeded: counted(`a.state = 'succeeded'`),
  failed: counted(`a.state = 'failed'`),
  unknown: counted(`a.state = 'unknown'`),
  errors: counted(`a.state IN ('failed', 'unknown')`),
  total_tokens: summed('coalesce(a.tokens_input, 0) + coalesce(a.tokens_output, 0)'),
  risk_sum: summed('a.risk_score'),
  high_risk: counted(`a.risk_level = 'high'`),
  responses: counted('a.duration_ms IS NOT NULL'),
  response_ms: summed('a.duration_ms'),
  response_hist: each('metrics_bin(a.duration_ms)'),
  error_counts: each(`CASE WHEN a.state = 'unknown' THEN 'no_result' WHEN a.state = 'failed' THEN coalesce(a.http_status::text, 'failed') END`),
  users: each('a.on_behalf_of::text'),
  costs: {
    rows: `coalesce(sum_counts(array_agg(jsonb_build_object(a.cost_currency, a.cost_micros)) FILTER (WHERE a.cost_micros > 0 AND a.cost_currency IS NOT NULL)), '{}')`,
    merged: put,
  },
  resolved_in: each(`CASE WHEN a.decision = 'review' THEN floor(extract(epoch FROM p.resolved_at) / 3600)::bigint::text END`),
  last_resolved_at: extreme('max', `p.resolved_at`),
  min_response_ms: extreme('min', 'a.duration_ms'),
  max_response_ms: extreme('max', 'a.duration_ms'),
  ...DECISION_MEASURES,
}

const percentiles = (name: string) =>
  Object.fromEntries([50, 95, 99].map((p) => [`p${p}_${name}_ms`, `CASE WHEN min_${name}_ms IS NULL OR min_${name}_ms = max_${name}_ms THEN min_${name}_ms ELSE histogram_percentile(${name}_hist, ${p / 100}, min_${name}_ms, max_${name}_ms) END`]))

/** One kind of rollup: its measures, what follows from them, and the rows they are counted from. */
export interface Kind {
  measures: Record<string, Measure>
  derived: Record<string, string>
  /** Joined to hours `h`, so that each look-up is a range of an index (OFFSET 0 keeps it one, whatever the planner believes). */
  from: string
}

export const ACTIONS: Kind = {
  measures: ACTION_MEASURES,
  derived: { avg_response_ms: 'round(response_ms::numeric / nullif(responses, 0))', unique_users: `CASE users WHEN '{}' THEN 0 ELSE count_keys(users) END`, ...percentiles('response'), ...percentiles('decide') },
  from: `JOIN LATERAL (SELECT * FROM agent_action_events e
      WHERE e.workspace_id = $1 AND e.created_at >= h.hour AND e.created_at < h.hour + interval '1 hour' OFFSET 0) a ON true
    LEFT JOIN LATERAL (SELECT status, created_at, resolved_at, resolved_by FROM agent_approvals q WHERE q.workspace_id = $1 AND q.id = a.approval_request_id OFFSET 0) p ON true`,
}

export const DECISIONS: Kind = {
  measures: DECISION_MEASURES,
  derived: percentiles('decide'),
  from: `JOIN LATERAL (SELECT * FROM agent_approvals q
      WHERE q.workspace_id = $1 AND q.created_at >= h.hour AND q.created_at < h.hour + interval '1 hour' OFFSET 0) p ON ${PERSON}`,
}
