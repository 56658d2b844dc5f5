-- Sharing the work of the queue. Nothing here is a vote, gives a right, or is shown to an agent.

-- Reasons for a rejection that the workspace keeps at hand; none: the desk's own.
ALTER TABLE workspaces ADD COLUMN reject_reasons text[] NOT NULL DEFAULT '{}'
  CHECK (cardinality(reject_reasons) <= 9 AND array_position(reject_reasons, NULL) IS NULL);

ALTER TABLE agent_approvals
  ADD COLUMN assignee_id uuid,
  ADD FOREIGN KEY (workspace_id, assignee_id) REFERENCES members (workspace_id, id);
-- "Mine" and "unassigned", soonest first, however many wait.
CREATE INDEX approvals_assignee_idx ON agent_approvals (workspace_id, assignee_id, expires_at, id) WHERE status = 'pending';
-- "Last 20 like this". Only what was decided, so that asking writes nothing here.
CREATE INDEX approvals_alike_idx ON agent_approvals (workspace_id, agent_id, tool_id, resolved_at DESC, id DESC) WHERE status <> 'pending';

CREATE TABLE approval_snoozes (
  workspace_id text NOT NULL,
  member_id uuid NOT NULL,
  approval_request_id uuid NOT NULL,
  until timestamptz(3) NOT NULL,
  PRIMARY KEY (workspace_id, member_id, approval_request_id),
  FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id),
  FOREIGN KEY (workspace_id, approval_request_id) REFERENCES agent_approvals (workspace_id, id)
);
CREATE INDEX approval_snoozes_until_idx ON approval_snoozes (workspace_id, member_id, until);

CREATE TABLE approval_comments (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  approval_request_id uuid NOT NULL,
  author_id uuid NOT NULL,
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, approval_request_id) REFERENCES agent_approvals (workspace_id, id),
  FOREIGN KEY (workspace_id, author_id) REFERENCES members (workspace_id, id)
);
CREATE INDEX approval_comments_approval_idx ON approval_comments (workspace_id, approval_request_id, at, id);

-- Who stands in for whom, and when: whose assigned work somebody sees besides their own. It carries no vote.
CREATE TABLE delegations (
  workspace_id text NOT NULL,
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  delegate_id uuid NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id),
  FOREIGN KEY (workspace_id, delegate_id) REFERENCES members (workspace_id, id),
  CHECK (delegate_id <> member_id),
  CHECK (ends_at > starts_at)
);
CREATE INDEX delegations_delegate_idx ON delegations (workspace_id, delegate_id, ends_at);
-- One at a time; a new one takes the place of the old.
CREATE UNIQUE INDEX delegations_member_key ON delegations (workspace_id, member_id);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['approval_snoozes', 'approval_comments', 'delegations'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER require_audit AFTER INSERT OR UPDATE OR DELETE ON %I
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_audit()', t);
  END LOOP;
END $$;

GRANT SELECT ON approval_snoozes, approval_comments, delegations TO countersign_app, countersign_worker;
GRANT UPDATE (assignee_id) ON agent_approvals TO countersign_app;
GRANT INSERT, UPDATE, DELETE ON approval_snoozes TO countersign_app;
GRANT INSERT ON approval_comments TO countersign_app;
GRANT INSERT, DELETE ON delegations TO countersign_app;
