import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import '@/tests/support/as-owner'
import { signCheckpoint } from '@/lib/audit/checkpoint'
import { copyCheckpoints } from '@/lib/audit/copy-checkpoints'
import { logKey } from '@/lib/audit/log-keys'
import { verifyLog } from '@/lib/audit/verify-log'
import type { WorkspaceId } from '@/lib/context'
import { closeDb } from '@/lib/db'
import { checkpointDir } from '@/lib/env'
import { signerOf } from '@/lib/signing/signer'
import { rows } from '@/tests/support/databases'
import { sequenceAll } from '@/tests/support/evidence'
import { aWorld } from '@/tests/support/world'

afterAll(closeDb)

let workspace: WorkspaceId
let people = 0

/** One entry more, placed and signed for: sizes of checkpoints are not all alike. */
async function grow(count = 1): Promise<void> {
  const { person } = world
  for (let n = 0; n < count; n += 1) await person(['reviewer'], `p${(people += 1)}@example.com`)
  await sequenceAll()
}

let world: Awaited<ReturnType<typeof aWorld>>
beforeEach(async () => {
  world = await aWorld()
  workspace = world.workspace
  await grow(5)
  await grow(4)
})

const problems = async () => (await verifyLog(workspace, null)).filter(({ ok }) => !ok).map(({ text }) => text)
/** As somebody who may do anything to the database. */
const cheat = (sql: string) => rows(`DO $$ BEGIN SET LOCAL session_replication_role = replica; ${sql.replaceAll('$1', `'${workspace}'`)}; END $$`)

test('a whole log is said to be whole, with what stands behind it', async () => {
  await copyCheckpoints()
  await grow(3)
  const said = await verifyLog(workspace, null)
  expect(said.every(({ ok }) => ok)).toBe(true)
  expect(said.map(({ text }) => text).join(' ')).toMatch(/All \d+ entries .* 3 checkpoints .* 2 copies/)
})

test('without copies it says what nobody can know', async () => {
  expect((await verifyLog(workspace, null)).at(-1)).toMatchObject({ ok: true, text: expect.stringContaining('There are no copies') as string })
})

test('entries that wait are counted, and nothing is claimed about them', async () => {
  await world.person()
  expect((await verifyLog(workspace, null)).at(-1)).toMatchObject({ ok: true, text: expect.stringContaining('1 entries wait') as string })
})

test('an empty log is whole', async () => {
  workspace = (await aWorld()).workspace
  await rows('DELETE FROM audit_pending WHERE workspace_id = $1', [workspace])
  expect(await verifyLog('nobody', null)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }])
})

test.each<[what: string, sql: string, problem: RegExp]>([
  ['a changed field', `UPDATE agent_audit_log SET actor_id = 'x' WHERE (workspace_id, id) IN (SELECT workspace_id, entry_id FROM audit_leaves WHERE workspace_id = $1 AND index = 3)`, /^Position 3: entry .* it was changed\.$/],
  ['a removed entry', `DELETE FROM agent_audit_log WHERE (workspace_id, id) IN (SELECT workspace_id, entry_id FROM audit_leaves WHERE workspace_id = $1 AND index = 4)`, /^Position 4: entry .* was removed/],
  ['an entry taken out of the tree', `DELETE FROM audit_leaves WHERE workspace_id = $1 AND index = 4`, /^Position 4: its place in the log is gone\.$/],
  ['two entries in each other\u2019s place', `UPDATE audit_leaves SET index = 1000 WHERE workspace_id = $1 AND index = 2; UPDATE audit_leaves SET index = 2 WHERE workspace_id = $1 AND index = 3; UPDATE audit_leaves SET index = 3 WHERE workspace_id = $1 AND index = 1000`, /^Position [23]: /],
  ['an entry past the log', `INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, request_id) SELECT $1, gen_random_uuid(), now(), 'system', 'x', 'x', 'system', true, 'r'`, /past it/],
  ['a leaf that nobody signed', `INSERT INTO audit_leaves (workspace_id, index, entry_id, commitments) SELECT $1, 10, gen_random_uuid(), '{}'`, /no checkpoint signs/],
  ['a damaged tile', `UPDATE audit_tiles SET data = set_byte(data, 64, (get_byte(data, 64) + 1) % 256) WHERE workspace_id = $1 AND level = 0`, /^Position 2: /],
  ['a tile cut short', `UPDATE audit_tiles SET data = substr(data, 1, 288) WHERE workspace_id = $1 AND level = 0`, /Tile 0\/0/],
  ['a changed checkpoint', `UPDATE audit_checkpoints SET root = sha256('x') WHERE workspace_id = $1 AND size = 6`, /stored with another size or root/],
  ['a checkpoint without its signature', `UPDATE audit_checkpoints SET note = replace(note, 'countersign-log', 'countersign-dog') WHERE workspace_id = $1 AND size = 6`, /not signed as it should be/],
  ['the newest checkpoint gone', `DELETE FROM audit_checkpoints WHERE workspace_id = $1 AND size = 10`, /no checkpoint signs/],
])('it finds %s', async (_what, sql, problem) => {
  await cheat(sql)
  expect((await problems()).join('\n')).toMatch(new RegExp(problem.source, 'm'))
})

test('a changed payload is found, an erased one is not held against the log', async () => {
  await rows(`INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, request_id, input_data, salts)
    SELECT $1, gen_random_uuid(), now(), 'system', 'x', 'test.paid', 'system', true, 'r', '{"a":1}', jsonb_build_object('input', encode(sha256('s'), 'base64'))`, [workspace])
  await rows(`INSERT INTO audit_pending (workspace_id, entry_id) SELECT workspace_id, id FROM agent_audit_log WHERE workspace_id = $1 AND action = 'test.paid'`, [workspace])
  await sequenceAll()
  await cheat(`UPDATE agent_audit_log SET input_data = '{"a":2}' WHERE workspace_id = $1 AND action = 'test.paid'`)
  expect(await problems()).toEqual([expect.stringMatching(/^Position 10: input of entry/)])
  await rows(`UPDATE agent_audit_log SET input_data = NULL, salts = '{}' WHERE workspace_id = $1 AND action = 'test.paid'`, [workspace])
  const said = await verifyLog(workspace, null)
  expect(said[0]).toMatchObject({ ok: true, text: expect.stringContaining('1 payloads are erased') as string })
})

test('a log that the key holder wrote again holds by itself, and not against a copy', async () => {
  await copyCheckpoints()
  await cheat(`UPDATE agent_audit_log SET actor_id = 'somebody else' WHERE (workspace_id, id) IN (SELECT workspace_id, entry_id FROM audit_leaves WHERE workspace_id = $1 AND index = 3)`)
  await cheat(`DELETE FROM audit_leaves WHERE workspace_id = $1; DELETE FROM audit_tiles WHERE workspace_id = $1; DELETE FROM audit_checkpoints WHERE workspace_id = $1;
    INSERT INTO audit_pending (workspace_id, entry_id) SELECT workspace_id, id FROM agent_audit_log WHERE workspace_id = $1`)
  await sequenceAll()
  expect((await problems()).every((problem) => /the log was rewritten/.test(problem))).toBe(true)
  expect(await problems()).toHaveLength(2) // the newest copy, and the history
})

test('a log that went back to an older state is told by its copies', async () => {
  await copyCheckpoints()
  await cheat(`DELETE FROM audit_checkpoints WHERE workspace_id = $1 AND size = 10; DELETE FROM audit_leaves WHERE workspace_id = $1 AND index >= 6;
    DELETE FROM agent_audit_log l WHERE workspace_id = $1 AND NOT EXISTS (SELECT FROM audit_leaves v WHERE v.workspace_id = l.workspace_id AND v.entry_id = l.id)`)
  expect((await problems()).join('\n')).toMatch(/proves 10 entries; the database has signed 6/)
})

test('every copy in the history counts, and a strange one is said to be strange', async () => {
  await copyCheckpoints()
  const history = path.join(checkpointDir(), `${workspace}.log`)
  await mkdir(checkpointDir(), { recursive: true })
  const stranger = signCheckpoint({ workspace, size: 3, root: Buffer.alloc(32) }, 'countersign-log', signerOf(Buffer.alloc(32, 5)))
  const before = await readFile(history, 'utf8')
  await appendFile(history, `${stranger}\n`)
  expect(await problems()).toEqual([expect.stringContaining('was not signed here')])
  await writeFile(history, before)
  expect(await problems()).toEqual([])
})

test('with a key of the reader\u2019s own, only that key counts', async () => {
  const key = await logKey(signerOf(Buffer.alloc(32, 5)))
  expect((await verifyLog(workspace, [key])).every(({ ok }) => !ok)).toBe(true)
})

test('many tiles and batches', async () => {
  await rows(`INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, request_id)
    SELECT $1, gen_random_uuid(), now(), 'system', 'x', 'test.many', 'system', true, 'r' FROM generate_series(1, 5000)`, [workspace])
  await rows(`INSERT INTO audit_pending (workspace_id, entry_id) SELECT workspace_id, id FROM agent_audit_log WHERE workspace_id = $1 AND action = 'test.many'`, [workspace])
  await rows('ANALYZE audit_pending, agent_audit_log, audit_leaves')
  await sequenceAll()
  expect(await problems()).toEqual([])
  await cheat(`UPDATE audit_tiles SET data = set_byte(data, 3, (get_byte(data, 3) + 1) % 256) WHERE workspace_id = $1 AND level = 1`)
  expect(await problems()).toEqual([expect.stringContaining('Tile 1/0')])
})
