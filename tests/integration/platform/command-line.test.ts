import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { countersign } from '@/tests/support/command-line'
import { rows } from '@/tests/support/databases'
import { aFolder } from '@/tests/support/folders'

// Every step is a process of its own.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** Standard output must be exactly one JSON object and nothing else. */
async function json(...words: string[]) {
  const { out, status } = await countersign([...words, '--json'])
  expect(out.trim().split('\n')).toHaveLength(1)
  return { status, answer: JSON.parse(out) as Record<string, unknown> & { error?: { code: string; message: string } } }
}

beforeAll(async () => {
  expect(await json('workspace', 'create', 'default')).toEqual({ status: 0, answer: { id: 'default', admin: null } })
})

test('an agent, its key, the kill switch and revocation, each as one JSON object', async () => {
  expect(await json('agent', 'create', 'bot', '--name', 'Bot', '--team', 'Care')).toEqual({ status: 0, answer: { id: 'bot', name: 'Bot' } })
  const { answer: key } = await json('key', 'create', 'bot')
  expect(key).toEqual({ key: expect.stringMatching(/^cs_live_/), id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  expect((await json('agent', 'disable', 'bot')).answer).toEqual({ id: 'bot', enabled: false })
  expect((await json('agent', 'enable', 'bot')).answer).toEqual({ id: 'bot', enabled: true })
  expect((await json('key', 'revoke', String(key.id))).answer).toEqual({ id: key.id, agent: 'bot', revoked: true })
  expect(await rows('SELECT revoked_at IS NOT NULL AS revoked FROM api_keys')).toEqual([{ revoked: true }])
})

test('a tool gets the trust level it was given', async () => {
  expect((await json('tool', 'create', 'look_up', '--trust', 'L1')).answer).toEqual({ id: 'look_up', name: 'look_up', trust: 'L1' })
  expect(await rows(`SELECT trust_level FROM tools WHERE id = 'look_up'`)).toEqual([{ trust_level: 1 }])
})

test('a tool gets the schema of a file, the people it needs and the group it asks', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'countersign-cli-')), 'schema.json')
  writeFileSync(file, '{ "type": "object" }')
  await json('user', 'create', 'ada@example.com', '--role', 'reviewer')
  expect(await json('group', 'create', 'finance', '--name', 'Finance')).toEqual({ status: 0, answer: { id: 'finance', name: 'Finance' } })
  expect((await json('group', 'add', 'finance', 'ada@example.com')).answer).toEqual({ id: 'finance', email: 'ada@example.com', members: 1 })
  await json('tool', 'create', 'pay', '--schema', file, '--required', '2', '--group', 'finance')
  expect(await rows(`SELECT input_schema, required_approvals, reviewer_group FROM tools WHERE id = 'pay'`)).toEqual([
    { input_schema: '{"type":"object"}', required_approvals: 2, reviewer_group: 'finance' },
  ])
  expect((await json('group', 'remove', 'finance', 'ada@example.com')).answer).toMatchObject({ members: 0 })
  expect(await rows('SELECT * FROM reviewer_group_members')).toEqual([])
  expect((await json('group', 'add', 'nowhere', 'ada@example.com')).answer).toMatchObject({ error: { code: 'not_found' } })
  expect((await json('tool', 'create', 'odd', '--group', 'nowhere')).answer).toMatchObject({ error: { code: 'invalid' } })
})

test('a user gets the password of standard input, or a one-time password', async () => {
  const words = ['user', 'create', 'maya@example.com', '--role', 'reviewer,admin', '--password-stdin', '--json']
  const given = await countersign(words, { input: 'violet-anchor-basket-41\n' })
  expect(JSON.parse(given.out)).toMatchObject({ email: 'maya@example.com', roles: ['reviewer', 'admin'], one_time_password: null })
  const { answer } = await json('user', 'create', 'noa@example.com', '--role', 'auditor')
  expect(answer).toMatchObject({ email: 'noa@example.com', roles: ['auditor'], one_time_password: expect.stringMatching(/^[a-z0-9-]{16,}$/) })
  expect(await rows(`SELECT email, must_change_password AS once FROM users WHERE email NOT LIKE 'ada@%' ORDER BY 1`)).toEqual([
    { email: 'maya@example.com', once: false },
    { email: 'noa@example.com', once: true },
  ])
})

test('every change is in the log, made by system:cli', async () => {
  await json('agent', 'create', 'logged')
  expect(await rows(`SELECT actor_id, action FROM agent_audit_log WHERE agent_id = 'logged'`)).toEqual([{ actor_id: 'system:cli', action: 'agent.created' }])
})

test('what the domain refuses ends with status 1 and its code', async () => {
  expect(await json('key', 'create', 'nobody')).toEqual({ status: 1, answer: { error: { code: 'not_found', message: expect.any(String) } } })
  await json('agent', 'create', 'twice')
  expect(await json('agent', 'create', 'twice')).toMatchObject({ status: 1, answer: { error: { code: 'conflict' } } })
  expect(await json('agent', 'create', 'x', '--workspace', 'nowhere')).toMatchObject({ status: 1, answer: { error: { code: 'not_found', message: expect.stringContaining('workspace create nowhere') } } })
})

test.each([
  [['key', 'create']],
  [['key', 'create', 'a', 'b']],
  [['agent', 'create', 'Not A Slug']],
  [['agent', 'create', 'a', '--colour', 'red']],
  [['tool', 'create', 'a', '--trust', 'L9']],
  [['tool', 'create', 'a', '--required', 'many']],
  [['tool', 'create', 'a', '--schema', '/nowhere/schema.json']],
  [['user', 'create', 'a@example.com', '--role', 'king']],
  [['fly']],
])('wrong usage ends with status 2: %j', async (words) => {
  expect(await json(...words)).toEqual({ status: 2, answer: { error: { code: 'usage', message: expect.any(String) } } })
})

test('an unreachable database is one plain sentence without a stack', async () => {
  const env = { DATABASE_URL: 'postgresql://postgres:postgres@127.0.0.1:9/none', LOG_LEVEL: 'info' }
  const { status, out, err } = await countersign(['agent', 'create', 'a'], { env })
  expect({ status, out, err }).toEqual({ status: 1, out: '', err: 'Nothing answers at postgres@127.0.0.1:9/none: start PostgreSQL there, or correct DATABASE_URL.\n' })
})

test('a data folder that cannot be made is one plain sentence', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'countersign-cli-')), 'file')
  writeFileSync(file, '')
  const env = { DATABASE_URL: undefined, DATA_DIR: `${file}/data`, LOG_LEVEL: 'info' }
  const { status, err } = await countersign(['migrate'], { env })
  expect(status).toBe(1)
  expect(err).toBe(`Cannot write to ${file}/data (ENOTDIR): make it writable for this user, or set DATA_DIR to a folder that is.\n`)
})

test('a setting that makes no sense is named', async () => {
  const { status, err } = await countersign(['migrate'], { env: { PORT: 'many' } })
  expect(status).toBe(1)
  expect(err).toContain('PORT')
  expect(err.trim().split('\n')).toHaveLength(1)
})

test('without a DATABASE_URL a command makes, uses and stops the database of the data folder', async () => {
  const env = { DATABASE_URL: undefined, DATABASE_APP_URL: undefined, DATA_DIR: await aFolder() }
  const made = await countersign(['workspace', 'create', 'shop', '--json'], { env })
  expect(JSON.parse(made.out)).toEqual({ id: 'shop', admin: null })
  const again = await countersign(['agent', 'create', 'bot', '--workspace', 'shop', '--json'], { env })
  expect(JSON.parse(again.out)).toEqual({ id: 'bot', name: 'bot' })
})
