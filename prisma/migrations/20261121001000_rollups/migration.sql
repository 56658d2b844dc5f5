-- Rollups of actions by the hour and day they were asked, in UTC. Telemetry, not domain: recomputed from rows by the worker
-- and from each other, never incremented. What adds up is a count, what can be merged a jsonb object of counts:
-- response_hist and decide_hist by bin, error_counts by code, users by person, costs by currency (micro-units),
-- resolved_in by the hour since 1970 in which approvals asked here were resolved.

DROP TABLE metrics_progress;
DROP TABLE agent_metrics;

-- Bins grow by 4.08 %, so that the middle of a bin is within 2 % of everything in it. Bin -1 is zero.
CREATE FUNCTION metrics_bin(ms bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN ms <= 0 THEN '-1' ELSE ceil(ln(ms::float8) / ln(1.02::float8 / 0.98))::int::text END;

CREATE FUNCTION count_each(labels text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT coalesce(jsonb_object_agg(label, n), '{}') FROM (
    SELECT label, count(*) AS n FROM unnest(labels) AS label WHERE label IS NOT NULL GROUP BY label) each);

CREATE FUNCTION sum_counts(parts jsonb[]) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT coalesce(jsonb_object_agg(key, n), '{}') FROM (
    SELECT key, sum(value::bigint) AS n FROM unnest(parts) AS part, jsonb_each_text(part) GROUP BY key) each);

CREATE FUNCTION count_keys(counts jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT count(*) FROM jsonb_object_keys(counts));

-- The value below or at which a share of a histogram lies, within 2 % of percentile_disc over the values themselves.
CREATE FUNCTION histogram_percentile(hist jsonb, share float8, lowest bigint, highest bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT least(highest, greatest(lowest, CASE WHEN bin < 0 THEN 0 ELSE round(power(1.02::float8 / 0.98, bin) * 0.98)::bigint END))
    FROM (SELECT bin, sum(n) OVER (ORDER BY bin) AS upto, sum(n) OVER () AS total
      FROM (SELECT key::int AS bin, value::bigint AS n FROM jsonb_each_text(hist)) bins) running
    WHERE upto >= share * total ORDER BY bin LIMIT 1);

-- What every rollup of actions has.
CREATE TEMP TABLE action_measures (
  invocations bigint NOT NULL,
  tool_calls bigint NOT NULL,
  allowed bigint NOT NULL,
  denied bigint NOT NULL,
  approvals_requested bigint NOT NULL,
  approvals_granted bigint NOT NULL,
  approvals_rejected bigint NOT NULL,
  approvals_expired bigint NOT NULL,
  lapsed bigint NOT NULL,
  cancelled bigint NOT NULL,
  pending bigint NOT NULL,
  succeeded bigint NOT NULL,
  failed bigint NOT NULL,
  unknown bigint NOT NULL,
  errors bigint NOT NULL,
  total_tokens bigint NOT NULL,
  risk_sum bigint NOT NULL,
  high_risk bigint NOT NULL,
  responses bigint NOT NULL,
  response_ms bigint NOT NULL,
  response_hist jsonb NOT NULL,
  error_counts jsonb NOT NULL,
  users jsonb NOT NULL,
  costs jsonb NOT NULL,
  resolved_in jsonb NOT NULL,
  last_resolved_at timestamptz(3),
  min_response_ms bigint,
  max_response_ms bigint,
  avg_response_ms bigint,
  p50_response_ms bigint,
  p95_response_ms bigint,
  p99_response_ms bigint,
  unique_users bigint NOT NULL,
  decided_approved bigint NOT NULL,
  decided_rejected bigint NOT NULL,
  decide_ms bigint NOT NULL,
  decide_hist jsonb NOT NULL,
  min_decide_ms bigint,
  max_decide_ms bigint,
  p50_decide_ms bigint,
  p95_decide_ms bigint,
  p99_decide_ms bigint,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
-- What every rollup by reviewer has: of what a person decided; expiry and automatic approval are nobody's.
CREATE TEMP TABLE decision_measures (
  decided_approved bigint NOT NULL,
  decided_rejected bigint NOT NULL,
  decide_ms bigint NOT NULL,
  decide_hist jsonb NOT NULL,
  min_decide_ms bigint,
  max_decide_ms bigint,
  p50_decide_ms bigint,
  p95_decide_ms bigint,
  p99_decide_ms bigint,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);

-- Of a whole workspace.
CREATE TABLE workspace_metrics_hourly (
  workspace_id text NOT NULL,
  hour timestamptz(3) NOT NULL,
  LIKE action_measures INCLUDING DEFAULTS,
  PRIMARY KEY (workspace_id, hour),
  FOREIGN KEY (workspace_id) REFERENCES workspaces (id)
);
CREATE TABLE workspace_metrics (
  workspace_id text NOT NULL,
  date date NOT NULL,
  LIKE action_measures INCLUDING DEFAULTS,
  PRIMARY KEY (workspace_id, date),
  FOREIGN KEY (workspace_id) REFERENCES workspaces (id)
);
-- By agent.
CREATE TABLE agent_metrics_hourly (
  workspace_id text NOT NULL,
  agent_id text NOT NULL,
  hour timestamptz(3) NOT NULL,
  LIKE action_measures INCLUDING DEFAULTS,
  PRIMARY KEY (workspace_id, hour, agent_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id)
);
CREATE TABLE agent_metrics (
  workspace_id text NOT NULL,
  agent_id text NOT NULL,
  date date NOT NULL,
  LIKE action_measures INCLUDING DEFAULTS,
  PRIMARY KEY (workspace_id, date, agent_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id)
);
-- By agent and tool: what the rest is merged from.
CREATE TABLE tool_metrics_hourly (
  workspace_id text NOT NULL,
  agent_id text NOT NULL,
  tool_id text NOT NULL,
  hour timestamptz(3) NOT NULL,
  LIKE action_measures INCLUDING DEFAULTS,
  PRIMARY KEY (workspace_id, hour, agent_id, tool_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id),
  FOREIGN KEY (workspace_id, tool_id) REFERENCES tools (workspace_id, id)
);
CREATE TABLE tool_metrics (
  workspace_id text NOT NULL,
  agent_id text NOT NULL,
  tool_id text NOT NULL,
  date date NOT NULL,
  LIKE action_measures INCLUDING DEFAULTS,
  PRIMARY KEY (workspace_id, date, agent_id, tool_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id),
  FOREIGN KEY (workspace_id, tool_id) REFERENCES tools (workspace_id, id)
);
-- By the person whose vote decided.
CREATE TABLE reviewer_metrics_hourly (
  workspace_id text NOT NULL,
  reviewer text NOT NULL,
  hour timestamptz(3) NOT NULL,
  LIKE decision_measures INCLUDING DEFAULTS,
  PRIMARY KEY (workspace_id, hour, reviewer),
  FOREIGN KEY (workspace_id) REFERENCES workspaces (id)
);
CREATE TABLE reviewer_metrics (
  workspace_id text NOT NULL,
  reviewer text NOT NULL,
  date date NOT NULL,
  LIKE decision_measures INCLUDING DEFAULTS,
  PRIMARY KEY (workspace_id, date, reviewer),
  FOREIGN KEY (workspace_id) REFERENCES workspaces (id)
);
CREATE TABLE reviewer_tool_metrics_hourly (
  workspace_id text NOT NULL,
  reviewer text NOT NULL,
  agent_id text NOT NULL,
  tool_id text NOT NULL,
  hour timestamptz(3) NOT NULL,
  LIKE decision_measures INCLUDING DEFAULTS,
  PRIMARY KEY (workspace_id, hour, reviewer, agent_id, tool_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id),
  FOREIGN KEY (workspace_id, tool_id) REFERENCES tools (workspace_id, id)
);
CREATE TABLE reviewer_tool_metrics (
  workspace_id text NOT NULL,
  reviewer text NOT NULL,
  agent_id text NOT NULL,
  tool_id text NOT NULL,
  date date NOT NULL,
  LIKE decision_measures INCLUDING DEFAULTS,
  PRIMARY KEY (workspace_id, date, reviewer, agent_id, tool_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id),
  FOREIGN KEY (workspace_id, tool_id) REFERENCES tools (workspace_id, id)
);
DROP TABLE action_measures, decision_measures;

-- Hours whose rows have changed since they were counted. The mark changes with each change: a count removes only the mark it saw.
CREATE TABLE metrics_dirty (
  workspace_id text NOT NULL REFERENCES workspaces (id),
  hour timestamptz(3) NOT NULL,
  mark uuid NOT NULL DEFAULT gen_random_uuid(),
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, hour)
);
INSERT INTO metrics_dirty (workspace_id, hour) SELECT DISTINCT workspace_id, date_trunc('hour', created_at, 'UTC') FROM agent_action_events;

GRANT SELECT ON workspace_metrics_hourly, workspace_metrics, agent_metrics_hourly, agent_metrics, tool_metrics_hourly, tool_metrics,
  reviewer_metrics_hourly, reviewer_metrics, reviewer_tool_metrics_hourly, reviewer_tool_metrics, metrics_dirty
  TO countersign_app, countersign_worker;
GRANT INSERT, DELETE ON workspace_metrics_hourly, workspace_metrics, agent_metrics_hourly, agent_metrics, tool_metrics_hourly, tool_metrics,
  reviewer_metrics_hourly, reviewer_metrics, reviewer_tool_metrics_hourly, reviewer_tool_metrics, metrics_dirty
  TO countersign_worker;
GRANT UPDATE ON metrics_dirty TO countersign_worker;

-- For people who ask in SQL (docs/metrics.md). No arguments in any of them. The first two are of the last 30 UTC days.
CREATE VIEW agent_performance WITH (security_invoker = true) AS
  SELECT m.workspace_id, m.agent_id, g.name, m.invocations, m.tool_calls, m.denied, m.approvals_requested, m.approvals_granted,
    m.approvals_rejected, m.approvals_expired, m.errors, m.total_tokens, m.costs, m.unique_users,
    round((m.denied + m.approvals_rejected)::numeric / m.invocations, 4) AS block_rate,
    round(m.approvals_granted::numeric / nullif(m.approvals_granted + m.approvals_rejected, 0), 4) AS approval_rate,
    round(m.errors::numeric / nullif(m.tool_calls, 0), 4) AS error_rate,
    m.avg_response_ms, m.min_response_ms, m.max_response_ms,
    histogram_percentile(m.response_hist, 0.5, m.min_response_ms, m.max_response_ms) AS p50_response_ms,
    histogram_percentile(m.response_hist, 0.95, m.min_response_ms, m.max_response_ms) AS p95_response_ms,
    histogram_percentile(m.response_hist, 0.99, m.min_response_ms, m.max_response_ms) AS p99_response_ms,
    histogram_percentile(m.decide_hist, 0.5, m.min_decide_ms, m.max_decide_ms) AS p50_decide_ms,
    histogram_percentile(m.decide_hist, 0.95, m.min_decide_ms, m.max_decide_ms) AS p95_decide_ms
  FROM (
    SELECT workspace_id, agent_id, sum(invocations)::bigint AS invocations, sum(tool_calls)::bigint AS tool_calls, sum(denied)::bigint AS denied,
      sum(approvals_requested)::bigint AS approvals_requested, sum(approvals_granted)::bigint AS approvals_granted,
      sum(approvals_rejected)::bigint AS approvals_rejected, sum(approvals_expired)::bigint AS approvals_expired,
      sum(errors)::bigint AS errors, sum(total_tokens)::bigint AS total_tokens, count_keys(sum_counts(array_agg(users))) AS unique_users,
      sum_counts(array_agg(costs)) AS costs, sum_counts(array_agg(response_hist)) AS response_hist, sum_counts(array_agg(decide_hist)) AS decide_hist,
      round(sum(response_ms) / nullif(sum(responses), 0)) AS avg_response_ms, min(min_response_ms) AS min_response_ms, max(max_response_ms) AS max_response_ms,
      min(min_decide_ms) AS min_decide_ms, max(max_decide_ms) AS max_decide_ms
    FROM agent_metrics WHERE date > (clock_timestamp() AT TIME ZONE 'UTC')::date - 30 GROUP BY workspace_id, agent_id) m
  JOIN agents g ON g.workspace_id = m.workspace_id AND g.id = m.agent_id;

CREATE VIEW tool_usage WITH (security_invoker = true) AS
  SELECT m.workspace_id, m.tool_id, t.trust_level, t.data_class, m.agents, m.invocations, m.tool_calls, m.denied, m.approvals_requested,
    m.approvals_granted, m.approvals_rejected, m.approvals_expired, m.errors, m.total_tokens, m.high_risk,
    round(m.risk_sum::numeric / m.invocations, 1) AS mean_risk,
    round((m.denied + m.approvals_rejected)::numeric / m.invocations, 4) AS block_rate,
    round(m.errors::numeric / nullif(m.tool_calls, 0), 4) AS error_rate,
    histogram_percentile(m.response_hist, 0.5, m.min_response_ms, m.max_response_ms) AS p50_response_ms,
    histogram_percentile(m.response_hist, 0.95, m.min_response_ms, m.max_response_ms) AS p95_response_ms
  FROM (
    SELECT workspace_id, tool_id, count(DISTINCT agent_id) AS agents, sum(invocations)::bigint AS invocations, sum(tool_calls)::bigint AS tool_calls, sum(denied)::bigint AS denied,
      sum(approvals_requested)::bigint AS approvals_requested, sum(approvals_granted)::bigint AS approvals_granted,
      sum(approvals_rejected)::bigint AS approvals_rejected, sum(approvals_expired)::bigint AS approvals_expired,
      sum(errors)::bigint AS errors, sum(total_tokens)::bigint AS total_tokens, sum(high_risk)::bigint AS high_risk, sum(risk_sum)::bigint AS risk_sum,
      sum_counts(array_agg(response_hist)) AS response_hist, min(min_response_ms) AS min_response_ms, max(max_response_ms) AS max_response_ms
    FROM tool_metrics WHERE date > (clock_timestamp() AT TIME ZONE 'UTC')::date - 30 GROUP BY workspace_id, tool_id) m
  JOIN tools t ON t.workspace_id = m.workspace_id AND t.id = m.tool_id;

CREATE VIEW high_risk_events WITH (security_invoker = true) AS
  SELECT a.workspace_id, a.id, a.created_at, a.agent_id, a.tool_name AS tool_id, a.trust_level, a.risk_score, a.risk_reasons,
    a.decision, a.reason, a.state, p.resolved_by, p.resolved_at
  FROM agent_action_events a LEFT JOIN agent_approvals p ON p.workspace_id = a.workspace_id AND p.id = a.approval_request_id
  WHERE a.risk_level = 'high';

CREATE VIEW pending_approvals_view WITH (security_invoker = true) AS
  SELECT workspace_id, id, action_id, agent_id, tool_id, action_type, trust_level, risk_score, risk_level, required, reviewer_group,
    created_at, expires_at, clock_timestamp() - created_at AS waiting, expires_at - clock_timestamp() AS left_to_decide
  FROM agent_approvals WHERE status = 'pending';

GRANT SELECT ON agent_performance, tool_usage, high_risk_events, pending_approvals_view TO countersign_app, countersign_worker;
