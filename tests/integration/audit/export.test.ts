import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportLines, exportName, recordExport } from '@/lib/audit/export'
import { listEntries } from '@/lib/audit/list'
import { asWorkspaceId, type Ctx, type Role } from '@/lib/context'
import { closeDb } from '@/lib/db'
import { dice, past, PEOPLE, writeHistory } from '@/tests/support/history'

const url = process.env.DATABASE_URL as string
const client = new Client({ connectionString: url })
const here = asWorkspaceId('exported')
const filter = { from: new Date('2026-11-01T00:00:00Z'), until: new Date('2026-11-21T00:00:00Z') }
let userId = ''

beforeAll(async () => {
  await client.connect()
  const roll = dice(5)
  await writeHistory(url, here, Array.from({ length: 120 }, () => past(roll, ['agent-a'], ['tool_a'], filter.from, filter.until)))
  userId = (await client.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [PEOPLE[1]])).rows[0]?.id ?? ''
})
afterAll(async () => {
  await client.end()
  await closeDb()
})

const as = (...roles: Role[]): Ctx => ({
  workspace: here,
  actor: { kind: 'user', id: userId, email: PEOPLE[1], roles, sessionId: randomUUID() },
  requestId: randomUUID(),
})
async function text(format: 'csv' | 'ndjson'): Promise<string> {
  let all = ''
  for await (const part of exportLines(here, 'all', filter, format)) all += part
  return all
}

/** RFC 4180, read strictly. */
function readCsv(csv: string): string[][] {
  const rows: string[][] = [['']]
  for (const [, quoted, plain, end] of csv.matchAll(/"((?:[^"]|"")*)"|([^",\r\n]+)|(,|\r\n)/g)) {
    const row = rows.at(-1) as string[]
    if (end === ',') row.push('')
    else if (end) rows.push([''])
    else row[row.length - 1] += quoted?.replaceAll('""', '"') ?? plain ?? ''
  }
  return rows.slice(0, -1)
}

test('both formats hold every entry of the list, across batches, with the same values', async () => {
  const { rows } = await listEntries(here, 'all', filter, {}, 5000)
  expect(rows.length).toBeGreaterThan(200)
  const [head = [], ...lines] = readCsv((await text('csv')).replace(/^\uFEFF/, ''))
  const objects = (await text('ndjson')).trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines.map((line) => line[head.indexOf('id')])).toEqual(rows.map((row) => row.id))
  expect(objects.map((object) => object.id)).toEqual(rows.map((row) => row.id))
  expect(lines.every((line) => line.length === head.length)).toBe(true)
  expect(objects[0]).toMatchObject({ input: { note: '=1+1' }, at: rows[0]?.at.toISOString() })
})

test('what is rare among many is exported whole, however few rows are looked at in one go', async () => {
  const rare = { ...filter, success: { in: ['false'], not: [] } }
  const { rows } = await listEntries(here, 'all', rare, {}, 5000)
  expect(rows.length).toBeGreaterThan(3)
  for (const look of [1, 7, 10_000]) {
    let all = ''
    for await (const part of exportLines(here, 'all', rare, 'ndjson', look)) all += part
    expect(all.trim().split('\n').map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(rows.map(({ id }) => id))
  }
})

test('nothing an agent wrote becomes a formula in a spreadsheet', async () => {
  const [head = [], ...lines] = readCsv((await text('csv')).replace(/^\uFEFF/, ''))
  const errors = lines.map((line) => line[head.indexOf('error_message')] ?? '').filter(Boolean)
  expect(errors.length).toBeGreaterThan(0)
  expect(errors.every((cell) => cell === `'=HYPERLINK("http://x")`)).toBe(true)
})

test('an export is written to the log with its filter before it starts, and is not part of itself', async () => {
  const kept = await recordExport(as('auditor'), { ...filter, until: new Date('2999-01-01T00:00:00Z'), agent: { in: ['agent-a'], not: [] } }, 'csv')
  const { rows } = await client.query<{ actor_id: string; at: Date; input_data: string }>(
    `SELECT actor_id, "timestamp" AS at, input_data FROM agent_audit_log WHERE workspace_id = $1 AND action = 'audit.exported'`,
    [here],
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]?.actor_id).toBe(PEOPLE[1])
  expect(JSON.parse(rows[0]?.input_data ?? '')).toMatchObject({ format: 'csv', filter: { agent: { in: ['agent-a'] } } })
  expect(rows[0]?.at.getTime()).toBeGreaterThanOrEqual(kept.until.getTime())
  const after = await listEntries(here, 'all', { ...kept, agent: undefined }, {}, 5000)
  expect(after.rows.some((row) => row.event === 'audit.exported')).toBe(false)
})

test.each([['reviewer'], ['manager']] as [Role][])('a %s may not export, and nothing is recorded', async (role) => {
  const count = async () => (await client.query('SELECT 1 FROM agent_audit_log WHERE workspace_id = $1', [here])).rowCount
  const before = await count()
  await expect(recordExport(as(role), filter, 'csv')).rejects.toMatchObject({ code: 'forbidden' })
  expect(await count()).toBe(before)
})

test('the file says which workspace and which days it holds', () => {
  expect(exportName(here, filter, 'csv')).toBe('countersign-audit-exported-2026-11-01-to-2026-11-20.csv')
})
