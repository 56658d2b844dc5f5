import { afterAll, beforeAll, expect, test } from 'vitest'
import '@/worker/as-worker'
import { erase } from '@/lib/audit/erase'
import { hoursWithAny } from '@/lib/audit/hours-with-any'
import { recountAudit } from '@/lib/audit/recount'
import { sequence } from '@/lib/audit/sequence'
import { asWorkspaceId, systemCtx } from '@/lib/context'
import { closeDb, query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { registerKeys } from '@/lib/signing/register'
import { rows } from '@/tests/support/databases'
import { dice, past, writeHistory } from '@/tests/support/history'
import { aWorld } from '@/tests/support/world'

const HOUR = 3_600_000
const here = asWorkspaceId('counted')
const from = new Date('2026-10-01T00:00:00Z')
const until = new Date('2026-10-12T00:00:00Z')

async function happen(seed: number, many: number): Promise<void> {
  const roll = dice(seed)
  await writeHistory(process.env.DATABASE_URL as string, here, Array.from({ length: many }, () => past(roll, ['agent-a', 'agent-b'], ['tool_a', 'tool_b'], from, until)))
}
async function drain(): Promise<void> {
  do await sequence()
  while ((await query('SELECT 1 FROM audit_pending LIMIT 1')).length > 0)
}

beforeAll(async () => {
  await aWorld()
  await registerKeys()
  await happen(5, 120)
})
afterAll(closeDb)

const COUNTED = `
  SELECT c.span, c.at, s.kind, s.event, s.actor_id, s.agent_id, s.tool_id, s.success, s.asked, c.entries::int AS entries
  FROM audit_counts c JOIN audit_series s ON s.workspace_id = c.workspace_id AND s.id = c.series WHERE c.workspace_id = 'counted' AND c.entries <> 0`
const PLAIN = `
  SELECT u.span, date_trunc(u.name, l."timestamp", 'UTC') AS at, l.action_type AS kind, l.action AS event, l.actor_id, coalesce(l.agent_id, '') AS agent_id,
    coalesce(l.tool_id, '') AS tool_id, l.success, EXISTS (SELECT FROM agent_approvals p WHERE p.workspace_id = 'counted' AND p.action_id = l.action_id) AS asked,
    count(*)::int AS entries
  FROM agent_audit_log l CROSS JOIN (VALUES (1, 'hour'), (24, 'day'), (720, 'month')) u (span, name) WHERE l.workspace_id = 'counted' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9`

const TOGETHER = `SELECT span, at, series, entries::int AS entries FROM audit_counts WHERE workspace_id = 'counted' AND series <= 0 AND entries <> 0`
const PLAIN_TOGETHER = `
  SELECT u.span, date_trunc(u.name, l."timestamp", 'UTC') AS at, CASE WHEN l.success THEN 0 ELSE -1 END AS series, count(*)::int AS entries
  FROM agent_audit_log l CROSS JOIN (VALUES (1, 'hour'), (24, 'day'), (720, 'month')) u (span, name) WHERE l.workspace_id = 'counted' GROUP BY 1, 2, 3`

const sorted = (found: object[]) => found.map((row) => JSON.stringify(row)).sort()
async function expectExact(): Promise<number> {
  const plain = await rows<{ entries: number; span: number }>(PLAIN)
  expect(sorted(await rows(COUNTED))).toEqual(sorted(plain))
  expect(sorted(await rows(TOGETHER))).toEqual(sorted(await rows(PLAIN_TOGETHER)))
  return plain.reduce((sum, row) => sum + (row.span === 1 ? row.entries : 0), 0)
}

test('what the sequencer placed is counted once, by hour, day and month, also what comes later', async () => {
  expect(await rows(COUNTED)).toEqual([])
  await drain()
  const first = await expectExact()
  await happen(6, 60)
  await drain()
  expect(await expectExact()).toBeGreaterThan(first)
})

test('a recount makes the same counts from the rows, and leaves out what still waits', async () => {
  const before = sorted(await rows(COUNTED))
  await rows(`UPDATE audit_counts SET entries = entries + 7 WHERE workspace_id = 'counted' AND series % 2 = 0`)
  await rows(`DELETE FROM audit_counts WHERE workspace_id = 'counted' AND series % 3 = 0`)
  await happen(7, 10)
  await recountAudit(here)
  expect(sorted(await rows(COUNTED))).toEqual(before)
  await drain()
  await expectExact()
})

test('a recount takes as many transactions as it needs, to the same counts', async () => {
  const transactions = async () => (await rows<{ n: number }>(`SELECT count(DISTINCT xmin::text)::int AS n FROM audit_counts WHERE workspace_id = 'counted' AND span = 1`))[0]?.n ?? 0
  const days = (await rows(`SELECT DISTINCT at FROM audit_counts WHERE workspace_id = 'counted' AND span = 24`)).length
  await recountAudit(here)
  expect(await transactions()).toBe(days)
  await recountAudit(here, 1)
  expect(await transactions()).toBeGreaterThan(4 * days)
  await expectExact()
})

test('an export of what the counts know reads only the hours that have any', async () => {
  await drain()
  const refused = { from: new Date('2026-10-01T00:20:00Z'), until, success: { in: ['false'], not: [] } }
  const at = (await rows<{ at: Date }>(`SELECT "timestamp" AS at FROM agent_audit_log WHERE workspace_id = 'counted' AND NOT success AND "timestamp" >= $1`, [refused.from])).map((row) => row.at)
  const times = await hoursWithAny(here, 'all', refused)
  expect(at.length).toBeGreaterThan(3)
  for (const one of at) expect(times.filter((span) => one >= span.from && one < span.until)).toHaveLength(1)
  const hours = new Set(at.map((one) => Math.floor(one.getTime() / HOUR)))
  const covered = times.reduce((sum, span) => sum + Math.ceil((span.until.getTime() - span.from.getTime()) / HOUR), 0)
  expect(covered).toBeLessThanOrEqual(hours.size + 1)
  expect(await hoursWithAny(here, 'all', { ...refused, event: { in: ['never.happened'], not: [] } })).toEqual([])
  expect(await hoursWithAny(here, 'all', { ...refused, texts: [{ value: 'x', not: false }] })).toHaveLength(1)
})

test('the counts outlive an erasure, and follow a deletion', async () => {
  const [{ client_id }] = (await rows<{ client_id: string }>(`SELECT client_id FROM agent_audit_log WHERE workspace_id = 'counted' AND client_id IS NOT NULL LIMIT 1`)) as [{ client_id: string }]
  expect(await erase(systemCtx(here, 'system:cli', newId()), { clientId: client_id, fields: ['input', 'output', 'changes', 'error_message', 'ip'], reason: 'asked for' })).toBeGreaterThan(0)
  await drain()
  const whole = await expectExact()
  await happen(8, 5)
  const gone = await rows(`DELETE FROM agent_audit_log WHERE workspace_id = 'counted' AND "timestamp" < '2026-10-05T11:30:00Z'
    AND NOT EXISTS (SELECT FROM audit_pending w WHERE w.entry_id = id) RETURNING id`)
  expect(gone.length).toBeGreaterThan(50)
  await drain()
  expect(await expectExact()).toBeGreaterThan(whole - gone.length)
})
