import { mkdtempSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import '@/tests/support/as-owner'
import { countersign } from '@/tests/support/command-line'
import { rows } from '@/tests/support/databases'
import { sequenceAll } from '@/tests/support/evidence'
import { aFolder } from '@/tests/support/folders'

// Every step is a process of its own.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const today = new Date().toISOString().slice(0, 10)
let bundle: string
let key: string

beforeAll(async () => {
  bundle = path.join(mkdtempSync(path.join(tmpdir(), 'countersign-evidence-')), 'evidence.ndjson')
  await countersign(['workspace', 'create', 'default'])
  await countersign(['agent', 'create', 'bot'])
  key = (JSON.parse((await countersign(['audit', 'key', '--json'])).out) as { key: string }).key
  await sequenceAll()
})

test('the operator exports a period, and whoever has the key checks it without any database', async () => {
  const made = await countersign(['audit', 'export', '--from', today, '--to', today, '--out', bundle, '--json'])
  expect(JSON.parse(made.out)).toMatchObject({ file: bundle, lines: expect.any(Number) as number })
  const nowhere = { env: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none', DATABASE_APP_URL: undefined, DATA_DIR: await aFolder() } }
  const checked = await countersign(['audit', 'verify', bundle, '--key', key], nowhere)
  expect(checked.status).toBe(0)
  expect(checked.out).toContain('everything holds')
  const text = await readFile(bundle, 'utf8')
  await writeFile(`${bundle}.changed`, text.replace('"bot"', '"bat"'))
  const changed = await countersign(['audit', 'verify', `${bundle}.changed`, '--key', key, '--json'], nowhere)
  expect(changed.status).toBe(1)
  expect(JSON.parse(changed.out)).toMatchObject({ ok: false, findings: [{ ok: false }] })
})

test('a bundle is never checked against the key inside', async () => {
  expect(await countersign(['audit', 'verify', bundle])).toMatchObject({ status: 2, err: expect.stringContaining('--key') as string })
  expect(await countersign(['audit', 'verify', bundle, '--key', 'x'])).toMatchObject({ status: 2 })
})

test('the live log is checked, and a changed row is status 1', async () => {
  expect(await countersign(['audit', 'verify'])).toMatchObject({ status: 0, out: expect.stringContaining('everything holds') as string })
  await sequenceAll()
  await rows(`UPDATE agent_audit_log SET agent_id = 'bat' WHERE action = 'agent.created'`)
  expect(await countersign(['audit', 'verify'])).toMatchObject({ status: 1, out: expect.stringMatching(/WRONG {2}Position \d+: .*changed[^]*DO NOT RELY ON IT/) as string })
})

test.each([[['--from', today]], [['--approval', 'x', '--from', today]], [['--from', 'yesterday', '--to', today]], [['--from', '2026-02-02', '--to', '2026-02-01']], [[]]])('wrong usage of export: %j', async (words) => {
  expect(await countersign(['audit', 'export', ...words])).toMatchObject({ status: 2 })
})
