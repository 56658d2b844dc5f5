import type { Pool } from 'pg'
import { newId } from '@/lib/ids'
import { announce } from '@/lib/live/announce'
import { sequenced } from '@/lib/transact'

// The usual design, done well, to measure against: each row holds the hash of the one before it. One function call appends, so the
// head is locked for no round trip but the commit's; the same columns, indexes and notification as the real log.
const SCHEMA = `
  CREATE TABLE chain_heads (workspace_id text PRIMARY KEY, position bigint NOT NULL, hash bytea NOT NULL);
  CREATE TABLE chained_log (LIKE agent_audit_log INCLUDING DEFAULTS INCLUDING INDEXES, position bigint NOT NULL, previous bytea NOT NULL, hash bytea NOT NULL);
  CREATE UNIQUE INDEX ON chained_log (workspace_id, position);
  CREATE FUNCTION chained_hash(previous bytea, at bigint, id uuid, actor text, event text, payload text) RETURNS bytea LANGUAGE sql IMMUTABLE
    RETURN sha256(previous || convert_to(concat_ws(chr(31), at, id, actor, event, payload), 'UTF8'));
  CREATE FUNCTION append_chained(workspace text, entry uuid, actor text, event text, kind text, payload text, request text) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE head chain_heads%ROWTYPE;
  BEGIN
    SELECT * INTO head FROM chain_heads WHERE workspace_id = workspace FOR UPDATE;
    INSERT INTO chained_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, input_data, request_id, salts, position, previous, hash)
      VALUES (workspace, entry, clock_timestamp(), 'system', actor, event, kind, true, payload, request, '{}', head.position + 1, head.hash,
        chained_hash(head.hash, head.position + 1, entry, actor, event, payload))
      RETURNING position, hash INTO head.position, head.hash;
    UPDATE chain_heads SET position = head.position, hash = head.hash WHERE workspace_id = workspace;
  END $$;
  GRANT SELECT, INSERT, UPDATE ON chain_heads, chained_log TO countersign_app;`

export async function makeChain(owner: Pool, workspace: string): Promise<void> {
  await owner.query(SCHEMA)
  await owner.query(`INSERT INTO chain_heads VALUES ($1, 0, sha256(''))`, [workspace])
}

const APPEND = `SELECT append_chained($1, $2, 'system:test', 'test.written', 'system', $3, $4)`

/** One transaction of begin, one statement and commit on the same pool, as the log's. */
export async function appendChained(workspace: string, payload: string): Promise<void> {
  await sequenced(({ sql }) => sql(APPEND, [workspace, newId(), payload, newId()]))
  announce([JSON.stringify({ w: workspace, e: 'test.written' })])
}

/** Rows that do not follow from the one before: a chain that is no chain would be fast for nothing. */
export async function brokenLinks(owner: Pool, workspace: string): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (SELECT *, lag(hash, 1, sha256('')) OVER (ORDER BY position) AS before, row_number() OVER (ORDER BY position) AS place
      FROM chained_log WHERE workspace_id = $1) c
     WHERE position <> place OR previous <> before OR hash <> chained_hash(previous, position, id, actor_id, action, input_data)`,
    [workspace],
  )
  return rows[0]?.n ?? 0
}
