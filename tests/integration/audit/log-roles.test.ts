import { beforeAll, expect, test } from 'vitest'
import { asRole } from '@/lib/database/url'
import { newId } from '@/lib/ids'
import { rows } from '@/tests/support/databases'
import { aWorld } from '@/tests/support/world'

const url = (role: string) => asRole(String(process.env.DATABASE_URL), role)
const TABLES = ['agent_audit_log', 'audit_pending', 'audit_leaves', 'audit_tiles', 'audit_checkpoints', 'audit_copies'] as const
const ROLES = ['countersign_app', 'countersign_worker', 'countersign_eraser'] as const
const NOTE = `'w', 1, sha256('x'), 'note'`

/** Statements that would do something if the role were allowed to. */
const STATEMENTS: Record<(typeof TABLES)[number], Record<string, string>> = {
  agent_audit_log: {
    UPDATE: `UPDATE agent_audit_log SET actor_id = 'x'`,
    ERASE: 'UPDATE agent_audit_log SET input_data = NULL, output_data = NULL, changes = NULL, error_message = NULL, ip = NULL, salts = \'{}\' WHERE false',
    DELETE: 'DELETE FROM agent_audit_log',
  },
  audit_pending: { INSERT: `INSERT INTO audit_pending (workspace_id, entry_id) VALUES ('w', gen_random_uuid())`, UPDATE: `UPDATE audit_pending SET workspace_id = 'x'`, DELETE: 'DELETE FROM audit_pending' },
  audit_leaves: { INSERT: `INSERT INTO audit_leaves VALUES ('w', 0, gen_random_uuid(), '{}')`, UPDATE: `UPDATE audit_leaves SET commitments = '{}'`, DELETE: 'DELETE FROM audit_leaves' },
  audit_tiles: { INSERT: `INSERT INTO audit_tiles VALUES ('w', 0, 0, sha256('x'))`, UPDATE: `UPDATE audit_tiles SET data = data || sha256('y')`, 'UPDATE place': 'UPDATE audit_tiles SET index = 7', DELETE: 'DELETE FROM audit_tiles' },
  audit_checkpoints: { INSERT: `INSERT INTO audit_checkpoints (workspace_id, size, root, note) VALUES (${NOTE})`, UPDATE: `UPDATE audit_checkpoints SET note = 'x'`, DELETE: 'DELETE FROM audit_checkpoints' },
  audit_copies: { INSERT: `INSERT INTO audit_copies (workspace_id, target, size) VALUES ('w', 'file', 1)`, UPDATE: 'UPDATE audit_copies SET size = 2', DELETE: 'DELETE FROM audit_copies' },
}

const ALLOWED: Record<(typeof ROLES)[number], string[]> = {
  countersign_app: ['audit_pending INSERT'],
  countersign_worker: ['audit_pending INSERT', 'audit_pending DELETE', 'audit_leaves INSERT', 'audit_tiles INSERT', 'audit_tiles UPDATE', 'audit_checkpoints INSERT', 'audit_copies INSERT', 'audit_copies UPDATE'],
  countersign_eraser: ['agent_audit_log ERASE'],
}

beforeAll(() => aWorld())

const outcome = (statement: string, role: string) =>
  rows(`BEGIN; ${statement}; ROLLBACK`, [], url(role)).then(() => 'allowed', (error: Error) => error.message)

test.each(ROLES.flatMap((role) => TABLES.map((table) => [role, table] as const)))('%s may do to %s what its work needs, and nothing else', async (role, table) => {
  for (const [name, statement] of Object.entries({ ...STATEMENTS[table], TRUNCATE: `TRUNCATE ${table}` })) {
    const said = await outcome(statement, role)
    expect({ name, said }).toEqual({ name, said: ALLOWED[role].includes(`${table} ${name}`) ? 'allowed' : expect.stringContaining('permission denied') as string })
  }
})

test('the role of the doors can neither act as the eraser nor ask it', async () => {
  const call = `SELECT countersign_eraser.blank('w', '{}', '{input}')`
  expect(await outcome(call, 'countersign_app')).toContain('permission denied')
  expect(await outcome(call, 'countersign_worker')).toBe('allowed')
})

test('not even the eraser changes a payload, or blanks one that the tree does not hold', async () => {
  const [entry] = await rows<{ id: string }>('SELECT id FROM agent_audit_log LIMIT 1')
  const salt = `'{"input":"${Buffer.alloc(32).toString('base64')}"}'`
  await expect(rows(`UPDATE agent_audit_log SET input_data = '{"other":1}', salts = ${salt} WHERE id = $1`, [entry?.id], url('countersign_eraser'))).rejects.toThrow('erased, not changed')
  await expect(rows('UPDATE agent_audit_log SET ip = NULL WHERE id = $1', [entry?.id], url('countersign_eraser'))).rejects.toThrow('not in the tree yet')
})

test('a payload without its salt, or a salt without its payload, is refused', async () => {
  const insert = (input: string | null, salts: object) =>
    rows(`INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, request_id, input_data, salts)
      VALUES ('w', $1, now(), 'system', 'x', 'x.y', 'system', true, 'r', $2, $3)`, [newId(), input, JSON.stringify(salts)], url('countersign_app'))
  await expect(insert('{}', {})).rejects.toThrow('audit_salt_input_check')
  await expect(insert(null, { input: Buffer.alloc(32).toString('base64') })).rejects.toThrow('audit_salt_input_check')
  await expect(insert('{}', { input: 'short' })).rejects.toThrow('audit_salt_input_check')
  await insert('{}', { input: Buffer.alloc(32).toString('base64') })
})

test('a tile that was written can only grow', async () => {
  await rows(`INSERT INTO audit_tiles VALUES ('grow', 0, 0, sha256('a'))`, [], url('countersign_worker'))
  await expect(rows(`UPDATE audit_tiles SET data = sha256('b') WHERE workspace_id = 'grow'`, [], url('countersign_worker'))).rejects.toThrow('can grow, not change')
  await rows(`UPDATE audit_tiles SET data = data || sha256('b') WHERE workspace_id = 'grow'`, [], url('countersign_worker'))
})
