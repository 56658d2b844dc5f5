import { readFile, writeFile } from 'node:fs/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import '@/worker/as-worker'
import { originOf, verifierKey } from '@/lib/audit/checkpoint'
import { commitment, leafData, LEAF_COLUMNS, type Commitments, type LeafRow } from '@/lib/audit/leaf'
import { leafHash } from '@/lib/audit/merkle'
import { logHealth } from '@/lib/audit/health'
import { sequence } from '@/lib/audit/sequence'
import { systemCtx, type WorkspaceId } from '@/lib/context'
import { closeDb, query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { keyFile, loadSigner } from '@/lib/signing/load'
import { registerKeys } from '@/lib/signing/register'
import { transact } from '@/lib/transact'
import { verifyCheckpoint } from '@/packages/verify/checkpoint'
import { parseKey } from '@/packages/verify/note'
import { rows } from '@/tests/support/databases'
import { treeHash } from '@/tests/support/merkle-tree'
import { aWorld } from '@/tests/support/world'

// Registering the keys is recorded in the oldest workspace: one that no test counts.
beforeAll(async () => {
  await aWorld()
  await registerKeys()
})
afterAll(closeDb)

const say = (workspace: WorkspaceId, event: string) =>
  transact({ ...systemCtx(workspace, 'system:test', newId()), ip: '192.0.2.1' }, 'setup.run', () =>
    Promise.resolve({ value: undefined, audit: [{ kind: 'system', event, input: { event }, output: { ok: true }, changes: [{ field: 'a', old: 1.5, new: null }], errorMessage: 'no' }] }),
  )

async function drain(): Promise<void> {
  do await sequence()
  while ((await query('SELECT 1 FROM audit_pending LIMIT 1')).length > 0)
}

/** Everything the log says about a workspace, checked against a tree computed from the entries alone. */
async function expectWhole(workspace: WorkspaceId): Promise<number> {
  const leaves = await rows<LeafRow & { index: string; commitments: Commitments }>(
    `SELECT v.index, v.commitments, ${LEAF_COLUMNS} FROM audit_leaves v JOIN agent_audit_log l ON l.workspace_id = v.workspace_id AND l.id = v.entry_id
     WHERE v.workspace_id = $1 ORDER BY v.index`, [workspace])
  const [{ entries }] = (await rows<{ entries: number }>('SELECT count(*)::int AS entries FROM agent_audit_log WHERE workspace_id = $1', [workspace])) as [{ entries: number }]
  expect(leaves.map(({ index }) => Number(index))).toEqual(Array.from({ length: entries }, (_, index) => index))
  const hashes = leaves.map((row) => leafHash(leafData(numbered(row), row.commitments)))
  const checkpoints = await rows<{ size: string; root: Buffer; note: string }>('SELECT size, root, note FROM audit_checkpoints WHERE workspace_id = $1 ORDER BY size', [workspace])
  const key = await parseKey(verifierKey('countersign-log', (await loadSigner('log')).publicKey))
  for (const { size, root, note } of checkpoints) {
    expect(root.equals(treeHash(hashes.slice(0, Number(size))))).toBe(true)
    expect(await verifyCheckpoint(note, [key], originOf(workspace))).toMatchObject({ size: Number(size), root: new Uint8Array(root) })
  }
  expect(Number(checkpoints.at(-1)?.size)).toBe(entries)
  return entries
}

const numbered = (row: LeafRow): LeafRow => ({
  ...row,
  tokens_used: row.tokens_used === null ? null : Number(row.tokens_used),
  duration_ms: row.duration_ms === null ? null : Number(row.duration_ms),
})

test('entries of 64 concurrent writers get contiguous places while the sequencer runs, and all of them within the last checkpoint', async () => {
  const { workspace } = await aWorld()
  let writing = true
  const sequencer = (async () => {
    while (writing) await sequence()
  })()
  await Promise.all(Array.from({ length: 64 }, async (_, writer) => {
    for (let turn = 0; turn < 12; turn += 1) await say(workspace, `test.${writer}.${turn}`)
  }))
  writing = false
  await sequencer
  await drain()
  expect(await expectWhole(workspace)).toBe(1 + 64 * 12)
  const [{ batches }] = (await rows<{ batches: number }>('SELECT count(*)::int AS batches FROM audit_checkpoints WHERE workspace_id = $1', [workspace])) as [{ batches: number }]
  expect(batches).toBeGreaterThan(1)
})

test('the commitments that the database computed are those of the stored payloads', async () => {
  const { workspace } = await aWorld()
  await say(workspace, 'test.committed')
  await drain()
  const [entry] = await rows<{ salts: Record<string, string>; commitments: Commitments; input_data: string; output_data: string; error_message: string; ip: string }>(
    `SELECT l.salts, v.commitments, l.input_data, l.output_data, l.error_message, l.ip FROM agent_audit_log l
     JOIN audit_leaves v ON v.workspace_id = l.workspace_id AND v.entry_id = l.id WHERE l.workspace_id = $1 AND l.action = 'test.committed'`, [workspace])
  const { salts, commitments, input_data, output_data, error_message, ip } = entry as NonNullable<typeof entry>
  const texts = { input: input_data, output: output_data, error_message, ip, changes: '[{"field":"a","new":null,"old":1.5}]' }
  expect(commitments).toEqual(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, commitment(salts[name] ?? '', text)])))
  expect(new Set(Object.values(salts)).size).toBe(5)
})

test('of two sequencers at once one works, and nothing is placed twice', async () => {
  const { workspace } = await aWorld()
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(Array.from({ length: 8 }, (_, n) => say(workspace, `test.${round}.${n}`)))
    await Promise.all([sequence(), sequence(), sequence()])
  }
  await drain()
  expect(await expectWhole(workspace)).toBe(81)
})

test('while another holds the lock a sequencer leaves the queue alone', async () => {
  const { workspace } = await aWorld()
  const other = new Client({ connectionString: process.env.DATABASE_URL })
  await other.connect()
  await other.query('BEGIN')
  await other.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`countersign:log:${workspace}`])
  await sequence()
  expect(await waitingIn(workspace)).toBe(1)
  await other.end()
  await drain()
  expect(await waitingIn(workspace)).toBe(0)
})

const waitingIn = async (workspace: WorkspaceId) =>
  (await rows<{ n: number }>('SELECT count(*)::int AS n FROM audit_pending WHERE workspace_id = $1', [workspace]))[0]?.n

test('a sequencer killed within its transaction leaves nothing half done', async () => {
  const { workspace } = await aWorld()
  await say(workspace, 'test.first')
  const blocker = new Client({ connectionString: process.env.DATABASE_URL })
  await blocker.connect()
  await blocker.query('BEGIN; LOCK TABLE audit_checkpoints IN SHARE MODE')
  const killed = sequence()
  const settled = killed.then(() => 'placed', () => 'killed')
  await until(async () => (await rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO audit_checkpoints%' AND pid <> pg_backend_pid()")).length > 0)
  expect(await settled).toBe('killed')
  await blocker.end()
  expect(await waitingIn(workspace)).toBe(2)
  expect(await rows('SELECT 1 FROM audit_leaves WHERE workspace_id = $1 UNION ALL SELECT 1 FROM audit_tiles WHERE workspace_id = $1', [workspace])).toEqual([])
  await drain()
  expect(await expectWhole(workspace)).toBe(2)
})

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await done()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('waited too long')
}

test('without a signer entries are written and wait; with it again all of them are placed', async () => {
  const { workspace } = await aWorld()
  await drain()
  const good = await readFile(keyFile(), 'utf8')
  await writeFile(keyFile(), '{"grant":"broken"}')
  for (let n = 0; n < 5; n += 1) {
    await say(workspace, `test.${n}`)
    await expect(sequence()).rejects.toMatchObject({ code: 'unavailable' })
  }
  expect(await waitingIn(workspace)).toBe(5)
  expect(await logHealth(workspace)).toMatchObject({ pending: 5 })
  expect((await logHealth()).oldestMs).toBeGreaterThan(0)
  await writeFile(keyFile(), good)
  await drain()
  expect(await expectWhole(workspace)).toBe(6)
  expect(await logHealth(workspace)).toMatchObject({ pending: 0, oldestMs: 0 })
})

test('a place in the queue that no entry has, or that was placed before, does not stop the log', async () => {
  const { workspace } = await aWorld()
  await drain()
  await rows('INSERT INTO audit_pending (workspace_id, entry_id) SELECT workspace_id, id FROM agent_audit_log WHERE workspace_id = $1', [workspace])
  await rows('INSERT INTO audit_pending (workspace_id, entry_id) VALUES ($1, $2)', [workspace, newId()])
  await say(workspace, 'test.after')
  await drain()
  expect(await expectWhole(workspace)).toBe(2)
})

test('nothing is signed on top of a tree that was changed; other workspaces go on', async () => {
  const [damaged, sound] = [await aWorld(), await aWorld()]
  await drain()
  await rows('ALTER TABLE audit_tiles DISABLE TRIGGER only_grow')
  await rows(`UPDATE audit_tiles SET data = sha256('x') WHERE workspace_id = $1`, [damaged.workspace])
  await rows('ALTER TABLE audit_tiles ENABLE TRIGGER only_grow')
  await say(damaged.workspace, 'test.late')
  await say(sound.workspace, 'test.late')
  await expect(sequence()).rejects.toThrow(`workspace ${damaged.workspace} is not the one of its last checkpoint`)
  expect(await waitingIn(damaged.workspace)).toBe(1)
  expect(await waitingIn(sound.workspace)).toBe(0)
  expect(await expectWhole(sound.workspace)).toBe(2)
  await rows('DELETE FROM audit_pending WHERE workspace_id = $1', [damaged.workspace])
})

test('more than a batch is taken in several, in the order of the ids, full tiles and all', async () => {
  const { workspace } = await aWorld()
  await rows(`WITH entry AS (
      INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, request_id)
      SELECT $1, gen_random_uuid(), clock_timestamp(), 'system', 'system:test', 'test.bulk', 'system', true, 'r' FROM generate_series(1, 5000) RETURNING workspace_id, id)
    INSERT INTO audit_pending (workspace_id, entry_id) SELECT workspace_id, id FROM entry`, [workspace])
  let batches = 1
  while (await sequence()) batches += 1
  expect(batches).toBe(5)
  expect(await expectWhole(workspace)).toBe(5001)
  const order = await rows<{ entry_id: string }>('SELECT entry_id FROM audit_leaves WHERE workspace_id = $1 AND index < 1024 ORDER BY index', [workspace])
  expect(order.map(({ entry_id }) => entry_id)).toEqual(order.map(({ entry_id }) => entry_id).sort())
})
