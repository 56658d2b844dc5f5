-- Passkeys of people, and the questions put to them: what a critical decision is signed with.

-- A passkey belongs to its person in every workspace. It is removed, never deleted: old decisions name it.
CREATE TABLE passkeys (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  credential_id text NOT NULL CHECK (credential_id ~ '^[A-Za-z0-9_-]+$' AND length(credential_id) <= 1400),
  public_key bytea NOT NULL CHECK (length(public_key) BETWEEN 16 AND 4096),
  counter bigint NOT NULL CHECK (counter >= 0),
  transports text[] NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamptz(3),
  removed_at timestamptz(3)
);
CREATE UNIQUE INDEX passkeys_credential_key ON passkeys (credential_id);
CREATE INDEX passkeys_user_idx ON passkeys (user_id, created_at);

-- One question, answered at most once. A `decide` challenge is the hash of everything it is bound to and of the nonce.
CREATE TABLE passkey_challenges (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  session_id uuid NOT NULL REFERENCES sessions (id),
  purpose text NOT NULL CHECK (purpose IN ('enrol', 'decide')),
  challenge text NOT NULL CHECK (challenge ~ '^[A-Za-z0-9_-]{43}$'),
  nonce bytea CHECK (length(nonce) = 32),
  workspace_id text,
  approval_id uuid,
  action_hash text CHECK (action_hash ~ '^[0-9a-f]{64}$'),
  decision text CHECK (decision IN ('approve', 'reject', 'reply')),
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3),
  FOREIGN KEY (workspace_id, approval_id) REFERENCES agent_approvals (workspace_id, id),
  CHECK (num_nonnulls(nonce, workspace_id, approval_id, action_hash, decision) = CASE purpose WHEN 'decide' THEN 5 ELSE 0 END)
);
CREATE UNIQUE INDEX passkey_challenges_challenge_key ON passkey_challenges (challenge);
CREATE INDEX passkey_challenges_expiry_idx ON passkey_challenges (expires_at);

-- Whoever writes: what was used or removed stays so, and a counter only goes forward.
CREATE FUNCTION refuse_revival() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of % cannot go back', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER only_forward BEFORE UPDATE ON passkeys FOR EACH ROW
  WHEN (OLD.removed_at IS NOT NULL OR NEW.counter < OLD.counter) EXECUTE FUNCTION refuse_revival();
CREATE TRIGGER used_once BEFORE UPDATE ON passkey_challenges FOR EACH ROW
  WHEN (OLD.used_at IS NOT NULL) EXECUTE FUNCTION refuse_revival();

-- A challenge is a question, no fact: it needs no entry in the log, its answer does.
CREATE CONSTRAINT TRIGGER require_audit AFTER INSERT OR UPDATE OR DELETE ON passkeys
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_audit();

GRANT SELECT ON passkeys, passkey_challenges TO countersign_app;
GRANT INSERT (id, user_id, credential_id, public_key, counter, transports, name), UPDATE (counter, last_used_at, name, removed_at)
  ON passkeys TO countersign_app;
GRANT INSERT (id, user_id, session_id, purpose, challenge, nonce, workspace_id, approval_id, action_hash, decision, expires_at),
  UPDATE (used_at) ON passkey_challenges TO countersign_app;
GRANT SELECT (id, expires_at), DELETE ON passkey_challenges TO countersign_worker;
