-- What a decision is bound to: the tool's schema, the rules that judged, the people required, the edits made on the way.

CREATE TABLE reviewer_groups (
  workspace_id text NOT NULL REFERENCES workspaces (id),
  id text NOT NULL CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE TABLE reviewer_group_members (
  workspace_id text NOT NULL,
  group_id text NOT NULL,
  member_id uuid NOT NULL,
  PRIMARY KEY (workspace_id, group_id, member_id),
  FOREIGN KEY (workspace_id, group_id) REFERENCES reviewer_groups (workspace_id, id),
  FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id)
);
CREATE INDEX reviewer_group_members_member_idx ON reviewer_group_members (workspace_id, member_id);

-- input_schema: JSON Schema 2020-12 as RFC 8785 text; schema_sha256 is over that text.
ALTER TABLE tools
  ADD COLUMN input_schema text,
  ADD COLUMN schema_sha256 text CHECK (schema_sha256 ~ '^[0-9a-f]{64}$'),
  ADD COLUMN required_approvals smallint NOT NULL DEFAULT 1 CHECK (required_approvals BETWEEN 1 AND 10),
  ADD COLUMN reviewer_group text,
  ADD CONSTRAINT tools_schema_check CHECK ((input_schema IS NULL) = (schema_sha256 IS NULL)),
  ADD FOREIGN KEY (workspace_id, reviewer_group) REFERENCES reviewer_groups (workspace_id, id);

-- policy_version names the versions of settings, tool and permission that judged, such as 's3.t2.p0' (0: no row).
ALTER TABLE agent_action_events
  ADD COLUMN tool_schema_sha256 text CHECK (tool_schema_sha256 ~ '^[0-9a-f]{64}$'),
  ADD COLUMN policy_version text;
-- What a changed schema voids.
CREATE INDEX actions_open_tool_idx ON agent_action_events (workspace_id, tool_name) WHERE state IN ('pending', 'approved');

ALTER TABLE agent_approvals
  ADD COLUMN reviewer_group text,
  ADD FOREIGN KEY (workspace_id, reviewer_group) REFERENCES reviewer_groups (workspace_id, id),
  ADD CONSTRAINT agent_approvals_critical_check CHECK (trust_level < 4 OR required >= 2);

-- One change of the arguments by a person, with what was judged of the new ones. Never changed, never removed.
CREATE TABLE approval_edits (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  approval_request_id uuid NOT NULL,
  action_id uuid NOT NULL,
  edited_by text NOT NULL,
  edited_by_id uuid NOT NULL,
  args_before text NOT NULL,
  args_after text NOT NULL,
  hash_before text NOT NULL CHECK (hash_before ~ '^[0-9a-f]{64}$'),
  hash_after text NOT NULL CHECK (hash_after ~ '^[0-9a-f]{64}$' AND hash_after <> hash_before),
  tool_schema_sha256 text CHECK (tool_schema_sha256 ~ '^[0-9a-f]{64}$'),
  policy_version text NOT NULL,
  amount bigint,
  currency char(3),
  risk_score smallint NOT NULL CHECK (risk_score BETWEEN 0 AND 100),
  risk_level text NOT NULL CHECK (risk_level IN ('low', 'medium', 'high')),
  risk_reasons jsonb NOT NULL,
  reason text NOT NULL,
  trace jsonb NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, approval_request_id) REFERENCES agent_approvals (workspace_id, id),
  FOREIGN KEY (workspace_id, action_id) REFERENCES agent_action_events (workspace_id, id),
  FOREIGN KEY (workspace_id, edited_by_id) REFERENCES members (workspace_id, id),
  CHECK ((amount IS NULL) = (currency IS NULL))
);
CREATE INDEX approval_edits_approval_idx ON approval_edits (workspace_id, approval_request_id, seq);

-- seq: decisions of one approval are made under its lock, so this is their order whatever the machines' clocks say.
-- assertion: the passkey's answer, required where the action is critical.
ALTER TABLE approval_decisions
  ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN edit_id uuid,
  ADD COLUMN assertion text,
  ADD FOREIGN KEY (workspace_id, edit_id) REFERENCES approval_edits (workspace_id, id);

-- Arguments change by an edit only: no role may update them, this function does, from the row that keeps both texts.
CREATE FUNCTION apply_edit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  current agent_action_events%ROWTYPE;
BEGIN
  SELECT * INTO current FROM agent_action_events WHERE workspace_id = NEW.workspace_id AND id = NEW.action_id FOR UPDATE;
  IF current.state <> 'pending' OR current.approval_request_id <> NEW.approval_request_id THEN
    RAISE EXCEPTION 'an action that is % cannot be edited', current.state USING ERRCODE = 'check_violation';
  END IF;
  IF current.tool_args <> NEW.args_before OR current.action_hash <> NEW.hash_before THEN
    RAISE EXCEPTION 'the edit starts from other arguments' USING ERRCODE = 'check_violation';
  END IF;
  UPDATE agent_action_events SET tool_args = NEW.args_after, action_hash = NEW.hash_after, tool_schema_sha256 = NEW.tool_schema_sha256,
      policy_version = NEW.policy_version, amount = NEW.amount, currency = NEW.currency, risk_score = NEW.risk_score,
      risk_level = NEW.risk_level, risk_reasons = NEW.risk_reasons, reason = NEW.reason, trace = NEW.trace
    WHERE workspace_id = NEW.workspace_id AND id = NEW.action_id;
  UPDATE agent_approvals SET parameters = NEW.args_after, action_hash = NEW.hash_after, risk_score = NEW.risk_score, risk_level = NEW.risk_level
    WHERE workspace_id = NEW.workspace_id AND id = NEW.approval_request_id;
  RETURN NULL;
END $$;
CREATE TRIGGER apply_edit AFTER INSERT ON approval_edits FOR EACH ROW EXECUTE FUNCTION apply_edit();

-- Whose yes counts: a person's last word on these arguments since the last edit, whose own vote is the first of the new count.
-- By order and not by hash alone: an edit back to earlier arguments must not wake the votes for them.
CREATE FUNCTION yes_votes(workspace text, approval uuid, hash text) RETURNS TABLE (id uuid, decided_by text, decided_by_id uuid, seq bigint) LANGUAGE sql STABLE AS $$
  SELECT last_word.id, last_word.decided_by, last_word.decided_by_id, last_word.seq FROM (
    SELECT DISTINCT ON (d.decided_by) d.id, d.decided_by, d.decided_by_id, d.seq, d.decision FROM approval_decisions d
      WHERE d.workspace_id = workspace AND d.approval_request_id = approval AND d.action_hash = hash
        AND d.seq >= coalesce((SELECT max(e.seq) FROM approval_decisions e
          WHERE e.workspace_id = workspace AND e.approval_request_id = approval AND e.edit_id IS NOT NULL), 0)
      ORDER BY d.decided_by, d.seq DESC) last_word
    WHERE last_word.decision = 'approve'
$$;
CREATE FUNCTION count_votes(workspace text, approval uuid, hash text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT count(*)::integer FROM yes_votes(workspace, approval, hash)
$$;
CREATE OR REPLACE FUNCTION apply_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  current agent_approvals%ROWTYPE;
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
  IF current.trust_level = 4 AND NEW.assertion IS NULL THEN
    RAISE EXCEPTION 'a critical action is decided with a passkey' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.decision IN ('reject', 'reply') THEN
    UPDATE agent_approvals SET status = 'rejected', resolved_at = NEW.at, resolved_by = NEW.decided_by,
        reject_reason = CASE NEW.decision WHEN 'reject' THEN NEW.comment END,
        response = CASE NEW.decision WHEN 'reply' THEN NEW.comment END
      WHERE workspace_id = NEW.workspace_id AND id = NEW.approval_request_id;
    RETURN NULL;
  END IF;
  IF count_votes(NEW.workspace_id, NEW.approval_request_id, current.action_hash) >= current.required THEN
    UPDATE agent_approvals SET status = 'approved', resolved_at = NEW.at, resolved_by = NEW.decided_by
      WHERE workspace_id = NEW.workspace_id AND id = NEW.approval_request_id;
  END IF;
  RETURN NULL;
END $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['reviewer_groups', 'reviewer_group_members', 'approval_edits'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER require_audit AFTER INSERT OR UPDATE OR DELETE ON %I
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_audit()', t);
  END LOOP;
END $$;

GRANT SELECT ON reviewer_groups, reviewer_group_members, approval_edits TO countersign_app, countersign_worker;
GRANT INSERT, UPDATE ON reviewer_groups TO countersign_app, countersign_worker;
GRANT INSERT, DELETE ON reviewer_group_members TO countersign_app, countersign_worker;
GRANT INSERT ON approval_edits TO countersign_app, countersign_worker;
