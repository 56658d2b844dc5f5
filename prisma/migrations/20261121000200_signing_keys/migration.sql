-- Public halves only: the private keys never enter the database. The file or the environment says which key is active, this table follows.
CREATE TABLE signing_keys (
  kid text NOT NULL PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('grant', 'log')),
  public_key bytea NOT NULL CHECK (length(public_key) = 32),
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  retired_at timestamptz(3)
);
CREATE INDEX signing_keys_purpose_idx ON signing_keys (purpose, created_at);

-- The receipt as it was handed out; an automatic grant is nobody's to redeem and has none.
ALTER TABLE execution_grants
  ADD COLUMN jws text,
  ADD COLUMN kid text REFERENCES signing_keys (kid),
  ADD CONSTRAINT execution_grants_receipt_check CHECK ((jws IS NULL) = (kid IS NULL));

-- Nobody knows what became of an unknown action until a person finds out and says so.
ALTER TABLE agent_action_events
  ADD COLUMN settled_at timestamptz(3),
  ADD COLUMN settled_by text,
  ADD COLUMN settled_by_id uuid,
  ADD COLUMN settle_note text CHECK (length(trim(settle_note)) > 0 AND length(settle_note) <= 4000),
  ADD FOREIGN KEY (workspace_id, settled_by_id) REFERENCES members (workspace_id, id),
  ADD CONSTRAINT actions_settled_check CHECK (num_nonnulls(settled_at, settled_by, settled_by_id, settle_note) IN (0, 4)),
  ADD CONSTRAINT actions_settled_state_check CHECK (settled_at IS NULL OR state IN ('succeeded', 'failed'));
CREATE INDEX actions_unsettled_idx ON agent_action_events (workspace_id, finished_at DESC, id DESC) WHERE state = 'unknown' AND trust_level >= 2;

-- Terminal states are final, whoever writes; only a named person moves an action on from unknown, and reading needs nobody.
CREATE OR REPLACE FUNCTION keep_terminal_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT (CASE OLD.state
      WHEN 'pending' THEN NEW.state IN ('approved', 'rejected', 'expired', 'cancelled')
      WHEN 'approved' THEN NEW.state IN ('executing', 'pending', 'cancelled', 'lapsed')
      WHEN 'executing' THEN NEW.state IN ('succeeded', 'failed', 'unknown') AND NEW.settled_by_id IS NULL
      WHEN 'unknown' THEN NEW.state IN ('succeeded', 'failed') AND NEW.settled_by_id IS NOT NULL AND OLD.trust_level >= 2
      ELSE false END) THEN
    RAISE EXCEPTION 'an action cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE CONSTRAINT TRIGGER require_audit AFTER INSERT OR UPDATE OR DELETE ON signing_keys
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_audit();

GRANT SELECT, INSERT ON signing_keys TO countersign_app, countersign_worker;
GRANT UPDATE (retired_at) ON signing_keys TO countersign_app, countersign_worker;
GRANT UPDATE (settled_at, settled_by, settled_by_id, settle_note) ON agent_action_events TO countersign_app;
