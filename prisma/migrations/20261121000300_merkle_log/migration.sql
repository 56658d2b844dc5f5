-- One RFC 6962 tree per workspace over its audit entries. No foreign keys: the log must outlive what it speaks of.

-- The queue: an entry without an index yet. Rows appear at commit, not in the order of their ids, so whatever is here is due.
CREATE TABLE audit_pending (
  workspace_id text NOT NULL,
  entry_id uuid NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, entry_id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Kept beside the entry: they still prove what an erased payload was a commitment to.
CREATE TABLE audit_leaves (
  workspace_id text NOT NULL,
  index bigint NOT NULL CHECK (index >= 0),
  entry_id uuid NOT NULL,
  commitments jsonb NOT NULL,
  PRIMARY KEY (workspace_id, index),
  CONSTRAINT audit_leaves_entry_key UNIQUE (workspace_id, entry_id)
);

-- 256 hashes of 32 bytes each when full (C2SP tlog-tiles); level 0 holds leaf hashes.
CREATE TABLE audit_tiles (
  workspace_id text NOT NULL,
  level smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
  index bigint NOT NULL CHECK (index >= 0),
  data bytea NOT NULL CHECK (length(data) BETWEEN 32 AND 8192 AND length(data) % 32 = 0),
  PRIMARY KEY (workspace_id, level, index)
);
ALTER TABLE audit_tiles ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE TABLE audit_checkpoints (
  workspace_id text NOT NULL,
  size bigint NOT NULL CHECK (size > 0),
  root bytea NOT NULL CHECK (length(root) = 32),
  note text NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace_id, size)
);

-- How far each copy outside the database is, and what keeps it from going on.
CREATE TABLE audit_copies (
  workspace_id text NOT NULL,
  target text NOT NULL CHECK (target IN ('file', 'webhook')),
  size bigint NOT NULL CHECK (size >= 0),
  copied_at timestamptz(3),
  failing_since timestamptz(3),
  error text,
  PRIMARY KEY (workspace_id, target),
  CHECK ((failing_since IS NULL) = (error IS NULL))
);

-- One 32-byte salt per payload field that is there, so that erasing both leaves a commitment nobody can guess from.
ALTER TABLE agent_audit_log ADD COLUMN salts jsonb NOT NULL DEFAULT '{}';
UPDATE agent_audit_log SET salts = jsonb_strip_nulls(jsonb_build_object(
    'input', CASE WHEN input_data IS NOT NULL THEN encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'base64') END,
    'output', CASE WHEN output_data IS NOT NULL THEN encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'base64') END,
    'changes', CASE WHEN changes IS NOT NULL THEN encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'base64') END,
    'error_message', CASE WHEN error_message IS NOT NULL THEN encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'base64') END,
    'ip', CASE WHEN ip IS NOT NULL THEN encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'base64') END))
  WHERE num_nonnulls(input_data, output_data, changes, error_message, ip) > 0;
ALTER TABLE agent_audit_log
  ADD CONSTRAINT audit_salt_input_check CHECK (CASE WHEN input_data IS NULL THEN NOT salts ? 'input' ELSE coalesce(salts ->> 'input' ~ '^[A-Za-z0-9+/]{43}=$', false) END),
  ADD CONSTRAINT audit_salt_output_check CHECK (CASE WHEN output_data IS NULL THEN NOT salts ? 'output' ELSE coalesce(salts ->> 'output' ~ '^[A-Za-z0-9+/]{43}=$', false) END),
  ADD CONSTRAINT audit_salt_changes_check CHECK (CASE WHEN changes IS NULL THEN NOT salts ? 'changes' ELSE coalesce(salts ->> 'changes' ~ '^[A-Za-z0-9+/]{43}=$', false) END),
  ADD CONSTRAINT audit_salt_error_check CHECK (CASE WHEN error_message IS NULL THEN NOT salts ? 'error_message' ELSE coalesce(salts ->> 'error_message' ~ '^[A-Za-z0-9+/]{43}=$', false) END),
  ADD CONSTRAINT audit_salt_ip_check CHECK (CASE WHEN ip IS NULL THEN NOT salts ? 'ip' ELSE coalesce(salts ->> 'ip' ~ '^[A-Za-z0-9+/]{43}=$', false) END);

-- What was written before there was a tree is part of it too.
INSERT INTO audit_pending (workspace_id, entry_id) SELECT workspace_id, id FROM agent_audit_log;
-- The first batches of an old log are planned with these numbers.
ANALYZE agent_audit_log;
ANALYZE audit_pending;

-- Payloads can be blanked, never rewritten, and only once the tree holds their commitment.
CREATE FUNCTION only_blank() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.input_data IS NOT NULL AND NEW.input_data IS DISTINCT FROM OLD.input_data)
    OR (NEW.output_data IS NOT NULL AND NEW.output_data IS DISTINCT FROM OLD.output_data)
    OR (NEW.changes IS NOT NULL AND NEW.changes::text IS DISTINCT FROM OLD.changes::text)
    OR (NEW.error_message IS NOT NULL AND NEW.error_message IS DISTINCT FROM OLD.error_message)
    OR (NEW.ip IS NOT NULL AND NEW.ip IS DISTINCT FROM OLD.ip)
    OR NOT OLD.salts @> NEW.salts THEN
    RAISE EXCEPTION 'a payload of the log can be erased, not changed' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM audit_leaves WHERE workspace_id = NEW.workspace_id AND entry_id = NEW.id) THEN
    RAISE EXCEPTION 'entry % is not in the tree yet', NEW.id USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_blank BEFORE UPDATE OF input_data, output_data, changes, error_message, ip, salts ON agent_audit_log
  FOR EACH ROW EXECUTE FUNCTION only_blank();

CREATE FUNCTION only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF substr(NEW.data, 1, length(OLD.data)) <> OLD.data THEN
    RAISE EXCEPTION 'a tile can grow, not change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_grow BEFORE UPDATE ON audit_tiles FOR EACH ROW EXECUTE FUNCTION only_grow();

-- Nobody updates or deletes leaves or checkpoints; only the worker sequences.
GRANT SELECT, INSERT ON audit_pending TO countersign_app, countersign_worker;
GRANT DELETE ON audit_pending TO countersign_worker;
GRANT SELECT ON audit_leaves, audit_tiles, audit_checkpoints, audit_copies TO countersign_app, countersign_worker;
GRANT INSERT ON audit_leaves, audit_tiles, audit_checkpoints, audit_copies TO countersign_worker;
GRANT UPDATE (data) ON audit_tiles TO countersign_worker;
GRANT UPDATE (size, copied_at, failing_since, error) ON audit_copies TO countersign_worker;

GRANT SELECT ON agent_audit_log, audit_leaves TO countersign_eraser;
GRANT UPDATE (input_data, output_data, changes, error_message, ip, salts) ON agent_audit_log TO countersign_eraser;

-- The worker asks the eraser; the doors cannot. The function acts with the eraser's rights, in the caller's transaction.
CREATE SCHEMA countersign_eraser AUTHORIZATION countersign_eraser;
SET LOCAL ROLE countersign_eraser;
CREATE FUNCTION countersign_eraser.blank(workspace text, entries uuid[], fields text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE blanked bigint;
BEGIN
  UPDATE agent_audit_log SET
      input_data = CASE WHEN NOT 'input' = ANY (fields) THEN input_data END,
      output_data = CASE WHEN NOT 'output' = ANY (fields) THEN output_data END,
      changes = CASE WHEN NOT 'changes' = ANY (fields) THEN changes END,
      error_message = CASE WHEN NOT 'error_message' = ANY (fields) THEN error_message END,
      ip = CASE WHEN NOT 'ip' = ANY (fields) THEN ip END,
      salts = salts - fields
    WHERE workspace_id = workspace AND id = ANY (entries);
  GET DIAGNOSTICS blanked = ROW_COUNT;
  RETURN blanked;
END $$;
REVOKE ALL ON FUNCTION countersign_eraser.blank(text, uuid[], text[]) FROM PUBLIC;
GRANT USAGE ON SCHEMA countersign_eraser TO countersign_worker;
GRANT EXECUTE ON FUNCTION countersign_eraser.blank(text, uuid[], text[]) TO countersign_worker;
RESET ROLE;
