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

-- By agent.
CREATE TABLE agent_metrics_hourly (
  workspace_id text NOT NULL,
  agent_id text NOT NULL,
  hour timestamptz(3) NOT NULL,
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
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, hour, agent_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id)
);
CREATE TABLE agent_metrics (
  workspace_id text NOT NULL,
  agent_id text NOT NULL,
  date date NOT NULL,
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
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, date, agent_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id)
);
-- By agent and tool: what the rest is merged from.
CREATE TABLE tool_metrics_hourly (
  workspace_id text NOT NULL,
  agent_id text NOT NULL,
  tool_id text NOT NULL,
  hour timestamptz(3) NOT NULL,
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
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, hour, agent_id, tool_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id),
  FOREIGN KEY (workspace_id, tool_id) REFERENCES tools (workspace_id, id)
);
CREATE TABLE tool_metrics (
  workspace_id text NOT NULL,
  agent_id text NOT NULL,
  tool_id text NOT NULL,
  date date NOT NULL,
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
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, date, agent_id, tool_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id),
  FOREIGN KEY (workspace_id, tool_id) REFERENCES tools (workspace_id, id)
);
-- By the person whose vote decided, the agent and the tool; expiry and automatic approval are nobody's.
CREATE TABLE reviewer_metrics_hourly (
  workspace_id text NOT NULL,
  reviewer text NOT NULL,
  agent_id text NOT NULL,
  tool_id text NOT NULL,
  hour timestamptz(3) NOT NULL,
  approved bigint NOT NULL,
  rejected bigint NOT NULL,
  decide_ms bigint NOT NULL,
  decide_hist jsonb NOT NULL,
  min_decide_ms bigint NOT NULL,
  max_decide_ms bigint NOT NULL,
  p50_decide_ms bigint NOT NULL,
  p95_decide_ms bigint NOT NULL,
  p99_decide_ms bigint NOT NULL,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, hour, reviewer, agent_id, tool_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id),
  FOREIGN KEY (workspace_id, tool_id) REFERENCES tools (workspace_id, id)
);
CREATE TABLE reviewer_metrics (
  workspace_id text NOT NULL,
  reviewer text NOT NULL,
  agent_id text NOT NULL,
  tool_id text NOT NULL,
  date date NOT NULL,
  approved bigint NOT NULL,
  rejected bigint NOT NULL,
  decide_ms bigint NOT NULL,
  decide_hist jsonb NOT NULL,
  min_decide_ms bigint NOT NULL,
  max_decide_ms bigint NOT NULL,
  p50_decide_ms bigint NOT NULL,
  p95_decide_ms bigint NOT NULL,
  p99_decide_ms bigint NOT NULL,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, date, reviewer, agent_id, tool_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id),
  FOREIGN KEY (workspace_id, tool_id) REFERENCES tools (workspace_id, id)
);

-- Hours whose rows have changed since they were counted. The mark changes with each change: a count removes only the mark it saw.
CREATE TABLE metrics_dirty (
  workspace_id text NOT NULL REFERENCES workspaces (id),
  hour timestamptz(3) NOT NULL,
  mark uuid NOT NULL DEFAULT gen_random_uuid(),
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, hour)
);
INSERT INTO metrics_dirty (workspace_id, hour) SELECT DISTINCT workspace_id, date_trunc('hour', created_at, 'UTC') FROM agent_action_events;

GRANT SELECT ON agent_metrics_hourly, agent_metrics, tool_metrics_hourly, tool_metrics, reviewer_metrics_hourly, reviewer_metrics, metrics_dirty
  TO countersign_app, countersign_worker;
GRANT INSERT, DELETE ON agent_metrics_hourly, agent_metrics, tool_metrics_hourly, tool_metrics, reviewer_metrics_hourly, reviewer_metrics, metrics_dirty
  TO countersign_worker;
GRANT UPDATE ON metrics_dirty TO countersign_worker;
