-- Roles. `owner` is whoever runs migrations; the doors never connect as it.
DO $$
DECLARE name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('countersign:roles'));
  FOREACH name IN ARRAY ARRAY['countersign_app', 'countersign_worker', 'countersign_eraser'] LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', name);
      EXECUTE format('GRANT %I TO CURRENT_USER', name);
    ELSIF NOT pg_has_role(current_user, name, 'MEMBER') THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', name);
    END IF;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO countersign_app, countersign_worker, countersign_eraser;

-- Tenants and people -------------------------------------------------------

CREATE TABLE workspaces (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  unknown_tools text NOT NULL DEFAULT 'review' CHECK (unknown_tools IN ('review', 'deny')),
  approval_hold_ms integer NOT NULL DEFAULT 5000 CHECK (approval_hold_ms BETWEEN 0 AND 60000),
  demo boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE users (
  id uuid PRIMARY KEY,
  email text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  password_hash text,
  must_change_password boolean NOT NULL DEFAULT false,
  password_expires_at timestamptz(3),
  locale text CHECK (locale IN ('en', 'he')),
  theme text NOT NULL DEFAULT 'system' CHECK (theme IN ('light', 'dark', 'system')),
  hotkeys boolean NOT NULL DEFAULT true,
  disabled_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX users_email_key ON users (email);

-- A member's id is the user's id, so a person is one id everywhere.
CREATE TABLE members (
  workspace_id text NOT NULL REFERENCES workspaces (id),
  id uuid NOT NULL REFERENCES users (id),
  roles text[] NOT NULL CHECK (roles <@ ARRAY['reviewer', 'manager', 'admin', 'auditor'] AND array_position(roles, NULL) IS NULL),
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  removed_at timestamptz(3),
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX members_user_idx ON members (id);

CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  workspace_id text NOT NULL REFERENCES workspaces (id),
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  last_seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  ip text,
  user_agent text
);
CREATE INDEX sessions_user_idx ON sessions (user_id, created_at DESC);

-- rate-limiter-flexible's own table for sign-in throttling.
CREATE TABLE sign_in_throttle (
  key varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

-- Agents and what they may do ---------------------------------------------

CREATE TABLE agents (
  workspace_id text NOT NULL REFERENCES workspaces (id),
  id text NOT NULL CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
  team text NOT NULL DEFAULT '' CHECK (length(team) <= 200),
  owner_id uuid,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  archived_at timestamptz(3),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, owner_id) REFERENCES members (workspace_id, id)
);

CREATE TABLE agent_settings (
  workspace_id text NOT NULL,
  agent_id text NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  auto_trigger boolean NOT NULL DEFAULT false,
  approval_required boolean NOT NULL DEFAULT true,
  max_actions_per_hour integer NOT NULL DEFAULT 100 CHECK (max_actions_per_hour BETWEEN 0 AND 1000000),
  allowed_tools text[] NOT NULL DEFAULT '{}',
  blocked_tools text[] NOT NULL DEFAULT '{}',
  custom_prompt text NOT NULL DEFAULT '' CHECK (length(custom_prompt) <= 20000),
  trust_ceiling smallint NOT NULL DEFAULT 4 CHECK (trust_ceiling BETWEEN 0 AND 4),
  settings_json text NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 1,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_by text NOT NULL,
  PRIMARY KEY (workspace_id, agent_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id)
);

CREATE TABLE api_keys (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  agent_id text NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  prefix text NOT NULL,
  secret_sha256 bytea NOT NULL CHECK (octet_length(secret_sha256) = 32),
  scopes text[] NOT NULL CHECK (scopes <@ ARRAY['actions:write', 'actions:read', 'config:read'] AND cardinality(scopes) > 0),
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  revoked_by text,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id)
);
CREATE UNIQUE INDEX api_keys_secret_key ON api_keys (secret_sha256);
CREATE INDEX api_keys_agent_idx ON api_keys (workspace_id, agent_id, created_at DESC);

CREATE TABLE tools (
  workspace_id text NOT NULL REFERENCES workspaces (id),
  id text NOT NULL CHECK (id ~ '^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,127}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
  trust_level smallint NOT NULL DEFAULT 3 CHECK (trust_level BETWEEN 0 AND 4),
  data_class text NOT NULL DEFAULT 'unclassified' CHECK (data_class IN ('unclassified', 'public', 'internal', 'confidential', 'personal')),
  reversible boolean NOT NULL DEFAULT false,
  amount_path text CHECK (amount_path ~ '^(/[^/]+)+$'),
  currency char(3) CHECK (currency ~ '^[A-Z]{3}$'),
  discovered boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, id),
  CHECK ((amount_path IS NULL) = (currency IS NULL))
);

-- max_amount: integer minor units of the tool's currency; above it the verdict is deny.
CREATE TABLE agent_permissions (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  agent_id text NOT NULL,
  tool_id text NOT NULL,
  effect text NOT NULL CHECK (effect IN ('allow', 'review', 'deny')),
  max_amount bigint CHECK (max_amount >= 0),
  version integer NOT NULL DEFAULT 1,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_by text NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id),
  FOREIGN KEY (workspace_id, tool_id) REFERENCES tools (workspace_id, id)
);
CREATE UNIQUE INDEX agent_permissions_pair_key ON agent_permissions (workspace_id, agent_id, tool_id);

-- New submits per agent and fixed UTC hour; refused_at marks the one audit entry for going over.
CREATE TABLE agent_hours (
  workspace_id text NOT NULL,
  agent_id text NOT NULL,
  hour timestamptz(3) NOT NULL,
  used integer NOT NULL DEFAULT 0,
  refused_at timestamptz(3),
  PRIMARY KEY (workspace_id, agent_id, hour),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id)
);

-- The ledger ---------------------------------------------------------------

CREATE TABLE agent_action_events (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  agent_id text NOT NULL,
  key_id uuid NOT NULL,
  tool_name text NOT NULL,
  tool_args text NOT NULL,
  action_name text NOT NULL,
  action_name_he text,
  description text,
  context text,
  evidence text,
  workflow_name text,
  stage text NOT NULL CHECK (stage IN ('plan', 'execute', 'review', 'commit')),
  action_type text,
  run_id text,
  sandbox_id text,
  client_id text,
  on_behalf_of uuid,
  trust_level smallint NOT NULL CHECK (trust_level BETWEEN 0 AND 4),
  amount bigint,
  currency char(3),
  risk_score smallint NOT NULL CHECK (risk_score BETWEEN 0 AND 100),
  risk_level text NOT NULL CHECK (risk_level IN ('low', 'medium', 'high')),
  risk_reasons jsonb NOT NULL,
  decision text NOT NULL CHECK (decision IN ('allow', 'deny', 'review')),
  reason text NOT NULL,
  trace jsonb NOT NULL,
  action_hash text NOT NULL CHECK (action_hash ~ '^[0-9a-f]{64}$'),
  approval_request_id uuid,
  state text NOT NULL CHECK (state IN ('pending', 'approved', 'executing', 'succeeded', 'failed', 'unknown', 'denied', 'rejected', 'expired', 'cancelled', 'lapsed')),
  created_at timestamptz(3) NOT NULL,
  startable_at timestamptz(3),
  execute_by timestamptz(3),
  started_at timestamptz(3),
  result_due timestamptz(3),
  finished_at timestamptz(3),
  result_success boolean,
  result_sha256 text CHECK (result_sha256 ~ '^[0-9a-f]{64}$'),
  tool_result text,
  error_message text,
  duration_ms bigint CHECK (duration_ms >= 0),
  tokens_input bigint CHECK (tokens_input >= 0),
  tokens_output bigint CHECK (tokens_output >= 0),
  cost_micros bigint CHECK (cost_micros >= 0),
  cost_currency char(3),
  http_status smallint,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id),
  FOREIGN KEY (workspace_id, key_id) REFERENCES api_keys (workspace_id, id),
  FOREIGN KEY (workspace_id, tool_name) REFERENCES tools (workspace_id, id),
  FOREIGN KEY (workspace_id, on_behalf_of) REFERENCES members (workspace_id, id),
  CHECK ((decision = 'deny') = (state = 'denied')),
  CHECK (state NOT IN ('pending', 'approved', 'rejected', 'expired', 'lapsed') OR approval_request_id IS NOT NULL),
  CHECK (state <> 'approved' OR (startable_at IS NOT NULL AND execute_by IS NOT NULL)),
  CHECK (state NOT IN ('executing', 'succeeded', 'failed', 'unknown') OR (started_at IS NOT NULL AND result_due IS NOT NULL)),
  CHECK ((state IN ('succeeded', 'failed')) = (result_success IS NOT NULL)),
  CHECK ((amount IS NULL) = (currency IS NULL))
);
CREATE INDEX actions_agent_idx ON agent_action_events (workspace_id, agent_id, created_at DESC, id DESC);
CREATE INDEX actions_created_idx ON agent_action_events (workspace_id, created_at DESC, id DESC);
CREATE INDEX actions_tool_idx ON agent_action_events (workspace_id, tool_name, created_at DESC, id DESC);
CREATE INDEX actions_execute_by_idx ON agent_action_events (execute_by) WHERE state = 'approved';
CREATE INDEX actions_result_due_idx ON agent_action_events (result_due) WHERE state = 'executing';

CREATE TABLE agent_approvals (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  action_id uuid NOT NULL,
  agent_id text NOT NULL,
  tool_id text NOT NULL,
  action_name text NOT NULL,
  action_name_he text,
  description text,
  context text,
  parameters text NOT NULL,
  action_type text,
  action_hash text NOT NULL CHECK (action_hash ~ '^[0-9a-f]{64}$'),
  risk_score smallint NOT NULL CHECK (risk_score BETWEEN 0 AND 100),
  risk_level text NOT NULL CHECK (risk_level IN ('low', 'medium', 'high')),
  trust_level smallint NOT NULL CHECK (trust_level BETWEEN 0 AND 4),
  auto_approve_eligible boolean NOT NULL DEFAULT false,
  required smallint NOT NULL DEFAULT 1 CHECK (required BETWEEN 1 AND 10),
  hold_ms integer NOT NULL CHECK (hold_ms BETWEEN 0 AND 60000),
  execute_window_ms integer NOT NULL DEFAULT 900000,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'rejected', 'expired', 'cancelled')),
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL CHECK (expires_at > created_at),
  resolved_at timestamptz(3),
  resolved_by text,
  reject_reason text,
  response text,
  execution_result text,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, action_id) REFERENCES agent_action_events (workspace_id, id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id),
  FOREIGN KEY (workspace_id, tool_id) REFERENCES tools (workspace_id, id),
  CHECK ((status = 'pending') = (resolved_at IS NULL)),
  CHECK ((status = 'pending') = (resolved_by IS NULL))
);
CREATE UNIQUE INDEX agent_approvals_action_key ON agent_approvals (workspace_id, action_id);
CREATE INDEX approvals_status_idx ON agent_approvals (workspace_id, status, created_at DESC, id DESC);
CREATE INDEX approvals_agent_idx ON agent_approvals (workspace_id, agent_id, created_at DESC, id DESC);
CREATE INDEX approvals_created_idx ON agent_approvals (workspace_id, created_at DESC, id DESC);
CREATE INDEX approvals_soonest_idx ON agent_approvals (workspace_id, expires_at, id) WHERE status = 'pending';
CREATE INDEX approvals_overdue_idx ON agent_approvals (expires_at) WHERE status = 'pending';

CREATE TABLE approval_decisions (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  approval_request_id uuid NOT NULL,
  decision text NOT NULL CHECK (decision IN ('approve', 'reject', 'reply', 'retract')),
  decided_by text NOT NULL,
  decided_by_id uuid,
  comment text CHECK (length(comment) <= 4000),
  action_hash text NOT NULL CHECK (action_hash ~ '^[0-9a-f]{64}$'),
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, approval_request_id) REFERENCES agent_approvals (workspace_id, id),
  FOREIGN KEY (workspace_id, decided_by_id) REFERENCES members (workspace_id, id),
  CHECK ((decided_by_id IS NULL) = (decided_by LIKE 'system:%')),
  CHECK (decision NOT IN ('reject', 'reply') OR length(trim(comment)) > 0)
);
CREATE INDEX approval_decisions_approval_idx ON approval_decisions (workspace_id, approval_request_id, at);

-- Inserted when an approved action starts: the unique index is what makes a grant single-use.
CREATE TABLE execution_grants (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  action_id uuid NOT NULL,
  approval_id uuid NOT NULL,
  key_id uuid,
  action_hash text NOT NULL CHECK (action_hash ~ '^[0-9a-f]{64}$'),
  redeemed_at timestamptz(3) NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, action_id) REFERENCES agent_action_events (workspace_id, id),
  FOREIGN KEY (workspace_id, approval_id) REFERENCES agent_approvals (workspace_id, id),
  FOREIGN KEY (workspace_id, key_id) REFERENCES api_keys (workspace_id, id)
);
CREATE UNIQUE INDEX execution_grants_action_key ON execution_grants (workspace_id, action_id);

CREATE TABLE idempotency_keys (
  workspace_id text NOT NULL,
  agent_id text NOT NULL,
  route text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  request_sha256 text NOT NULL CHECK (request_sha256 ~ '^[0-9a-f]{64}$'),
  status smallint,
  body text,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (workspace_id, agent_id, route, key),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id)
);
CREATE INDEX idempotency_keys_created_idx ON idempotency_keys (created_at);

-- The log and the roll-up ----------------------------------------------------

-- No foreign keys out of the log: it must outlive what it speaks of.
CREATE TABLE agent_audit_log (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  "timestamp" timestamptz(3) NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'agent', 'system')),
  actor_id text NOT NULL,
  action text NOT NULL,
  action_type text NOT NULL CHECK (action_type IN ('invoke', 'tool_call', 'approval', 'error', 'complete', 'config', 'auth', 'money', 'system')),
  agent_id text,
  tool_id text,
  action_id uuid,
  run_id text,
  user_id uuid,
  client_id text,
  success boolean NOT NULL,
  input_data text,
  output_data text,
  changes jsonb,
  tokens_used bigint,
  duration_ms bigint,
  error_message text,
  request_id text NOT NULL,
  session_id uuid,
  ip text,
  user_agent text,
  txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX audit_time_idx ON agent_audit_log (workspace_id, "timestamp" DESC, id DESC);
CREATE INDEX audit_agent_idx ON agent_audit_log (workspace_id, agent_id, "timestamp" DESC, id DESC);
CREATE INDEX audit_client_idx ON agent_audit_log (workspace_id, client_id, "timestamp" DESC, id DESC) WHERE client_id IS NOT NULL;
CREATE INDEX audit_kind_idx ON agent_audit_log (workspace_id, action_type, "timestamp" DESC, id DESC);
CREATE INDEX audit_action_idx ON agent_audit_log (workspace_id, action_id, "timestamp") WHERE action_id IS NOT NULL;
CREATE INDEX audit_txid_idx ON agent_audit_log (txid);

-- Roll-up per agent and UTC day; recomputed, never incremented.
CREATE TABLE agent_metrics (
  workspace_id text NOT NULL,
  agent_id text NOT NULL,
  date date NOT NULL,
  invocations bigint NOT NULL DEFAULT 0,
  tool_calls bigint NOT NULL DEFAULT 0,
  denied bigint NOT NULL DEFAULT 0,
  approvals_requested bigint NOT NULL DEFAULT 0,
  approvals_granted bigint NOT NULL DEFAULT 0,
  approvals_rejected bigint NOT NULL DEFAULT 0,
  approvals_expired bigint NOT NULL DEFAULT 0,
  errors bigint NOT NULL DEFAULT 0,
  total_tokens bigint NOT NULL DEFAULT 0,
  cost_micros bigint NOT NULL DEFAULT 0,
  avg_response_ms bigint,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, agent_id, date),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id)
);
CREATE INDEX agent_metrics_date_idx ON agent_metrics (workspace_id, date);

-- Rules the database keeps by itself ------------------------------------------

-- A decision moves its approval; a late or contradicting one is refused here too.
CREATE FUNCTION apply_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  current agent_approvals%ROWTYPE;
  approvals integer;
BEGIN
  SELECT * INTO current FROM agent_approvals
    WHERE workspace_id = NEW.workspace_id AND id = NEW.approval_request_id FOR UPDATE;
  IF NEW.action_hash <> current.action_hash THEN
    RAISE EXCEPTION 'decision is about other arguments' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.decision = 'retract' THEN
    IF current.status <> 'approved' THEN
      RAISE EXCEPTION 'approval is %, not approved', current.status USING ERRCODE = 'check_violation';
    END IF;
    UPDATE agent_approvals SET status = 'pending', resolved_at = NULL, resolved_by = NULL
      WHERE workspace_id = NEW.workspace_id AND id = NEW.approval_request_id;
    RETURN NULL;
  END IF;
  IF current.status <> 'pending' THEN
    RAISE EXCEPTION 'approval is %, not pending', current.status USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.decision IN ('reject', 'reply') THEN
    UPDATE agent_approvals SET status = 'rejected', resolved_at = NEW.at, resolved_by = NEW.decided_by,
        reject_reason = CASE NEW.decision WHEN 'reject' THEN NEW.comment END,
        response = CASE NEW.decision WHEN 'reply' THEN NEW.comment END
      WHERE workspace_id = NEW.workspace_id AND id = NEW.approval_request_id;
    RETURN NULL;
  END IF;
  SELECT count(DISTINCT d.decided_by) INTO approvals FROM approval_decisions d
    WHERE d.workspace_id = NEW.workspace_id AND d.approval_request_id = NEW.approval_request_id
      AND d.decision = 'approve'
      AND NOT EXISTS (SELECT 1 FROM approval_decisions r
        WHERE r.workspace_id = d.workspace_id AND r.approval_request_id = d.approval_request_id
          AND r.decision = 'retract' AND r.decided_by = d.decided_by AND r.at >= d.at AND r.id > d.id);
  IF approvals >= current.required THEN
    UPDATE agent_approvals SET status = 'approved', resolved_at = NEW.at, resolved_by = NEW.decided_by
      WHERE workspace_id = NEW.workspace_id AND id = NEW.approval_request_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER apply_decision AFTER INSERT ON approval_decisions FOR EACH ROW EXECUTE FUNCTION apply_decision();

-- Terminal states are final, whoever writes.
CREATE FUNCTION keep_terminal_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT (CASE OLD.state
      WHEN 'pending' THEN NEW.state IN ('approved', 'rejected', 'expired', 'cancelled')
      WHEN 'approved' THEN NEW.state IN ('executing', 'pending', 'cancelled', 'lapsed')
      WHEN 'executing' THEN NEW.state IN ('succeeded', 'failed', 'unknown')
      ELSE false END) THEN
    RAISE EXCEPTION 'an action cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_terminal_state BEFORE UPDATE OF state ON agent_action_events FOR EACH ROW EXECUTE FUNCTION keep_terminal_state();

-- A commit whose transaction changed the domain and wrote no audit entry is refused.
CREATE FUNCTION require_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- xmin as well: in a restored dump, old entries carry the numbers of another cluster's transactions.
  IF NOT EXISTS (SELECT 1 FROM agent_audit_log WHERE txid = pg_current_xact_id() AND xmin = pg_current_xact_id()::xid) THEN
    RAISE EXCEPTION 'unaudited change of %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['workspaces', 'users', 'members', 'agents', 'agent_settings', 'tools', 'agent_permissions',
      'agent_action_events', 'agent_approvals', 'approval_decisions', 'execution_grants'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER require_audit AFTER INSERT OR UPDATE OR DELETE ON %I
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_audit()', t);
  END LOOP;
END $$;
-- Keys and sessions are also touched by use (last_used_at, last_seen_at), which is no event.
CREATE CONSTRAINT TRIGGER require_audit AFTER INSERT OR DELETE OR UPDATE OF name, secret_sha256, scopes, agent_id, revoked_at ON api_keys
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_audit();
CREATE CONSTRAINT TRIGGER require_audit AFTER INSERT OR DELETE OR UPDATE OF user_id, expires_at, revoked_at ON sessions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_audit();

-- What each role may do: nothing is granted that no verb needs ------------------

GRANT SELECT ON ALL TABLES IN SCHEMA public TO countersign_app, countersign_worker;
GRANT INSERT, UPDATE ON workspaces, users, members, sessions, agents, agent_settings, api_keys, tools, agent_permissions,
  agent_hours TO countersign_app, countersign_worker;
GRANT INSERT ON agent_action_events, agent_approvals, approval_decisions, execution_grants, agent_audit_log
  TO countersign_app, countersign_worker;
-- What was asked and shown cannot be rewritten: only the columns that a transition moves.
GRANT UPDATE (state, approval_request_id, startable_at, execute_by, started_at, result_due, finished_at, result_success, result_sha256,
  tool_result, error_message, duration_ms, tokens_input, tokens_output, cost_micros, cost_currency, http_status)
  ON agent_action_events TO countersign_app, countersign_worker;
GRANT UPDATE (status, resolved_at, resolved_by, reject_reason, response, execution_result)
  ON agent_approvals TO countersign_app, countersign_worker;
GRANT INSERT, UPDATE, DELETE ON idempotency_keys, sign_in_throttle TO countersign_app, countersign_worker;
GRANT DELETE ON agent_permissions TO countersign_app;
GRANT INSERT, UPDATE ON agent_metrics TO countersign_worker;
GRANT DELETE ON agent_hours TO countersign_worker;

CREATE SCHEMA graphile_worker AUTHORIZATION countersign_worker;
