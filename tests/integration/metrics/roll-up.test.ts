import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { asWorkspaceId } from '@/lib/context'
import { closeDb, query } from '@/lib/db'
import { periodOf } from '@/lib/metrics/period'
import { byAgent } from '@/lib/metrics/queries'
import { rollUp } from '@/lib/metrics/rollup'
import { dice, past, writeHistory } from '@/tests/support/history'

// The worker's connection, with the worker's rights; hoisted, because the environment is read once on import.
vi.hoisted(() => {
  process.env.DATABASE_APP_URL = process.env.DATABASE_WORKER_URL
})

const url = process.env.DATABASE_URL as string
const client = new Client({ connectionString: url, options: '-c TimeZone=UTC' })
const here = asWorkspaceId('rolled')
const roll = dice(11)
const some = (count: number, from = '2026-11-01T00:00:00Z', until = '2026-11-20T23:59:59Z') =>
  Array.from({ length: count }, () => past(roll, ['agent-a', 'agent-b'], ['tool_a'], new Date(from), new Date(until)))

beforeAll(async () => {
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await closeDb()
})

const RAW = `
  SELECT agent_id, (created_at AT TIME ZONE 'UTC')::date::text AS date, count(*)::int AS invocations,
    count(*) FILTER (WHERE started_at IS NOT NULL)::int AS tool_calls, count(*) FILTER (WHERE state = 'denied')::int AS denied,
    count(*) FILTER (WHERE decision = 'review')::int AS approvals_requested, count(*) FILTER (WHERE state = 'rejected')::int AS approvals_rejected,
    count(*) FILTER (WHERE state = 'expired')::int AS approvals_expired, count(*) FILTER (WHERE state IN ('failed', 'unknown'))::int AS errors,
    coalesce(sum(tokens_input + tokens_output), 0)::int AS total_tokens
  FROM agent_action_events WHERE workspace_id = $1 GROUP BY 1, 2 ORDER BY 1, 2`
const ROLLED = `
  SELECT agent_id, date::text, invocations::int, tool_calls::int, denied::int, approvals_requested::int, approvals_rejected::int,
    approvals_expired::int, errors::int, total_tokens::int FROM agent_metrics WHERE workspace_id = $1 ORDER BY 1, 2`
/** A transaction still open anywhere on the server makes the next run look again, so this may take a moment. */
const caughtUp = () => vi.waitFor(async () => expect(await rollUp()).toBe(0), { timeout: 10_000 })

async function expectEqual() {
  const raw = await query(RAW, [here])
  expect(raw.length).toBeGreaterThan(0)
  expect(await query(ROLLED, [here])).toEqual(raw)
}

test('after a run every agent day equals the ledger, and a second run finds no news', async () => {
  await writeHistory(url, here, some(120))
  expect(await rollUp()).toBeGreaterThan(10)
  await expectEqual()
  await caughtUp()
})

test('only the days with news are written again, and an action decided after midnight counts on the day it was asked', async () => {
  const [late] = some(1, '2026-11-18T23:59:00Z', '2026-11-18T23:59:59Z')
  if (!late) throw new Error('no event')
  await caughtUp()
  await writeHistory(url, here, [{ ...late, decision: 'review', state: 'pending', decided: null }])
  expect(await rollUp()).toBe(1)
  await client.query('BEGIN')
  await client.query(`UPDATE agent_action_events SET state = 'rejected', finished_at = '2026-11-19T00:00:09Z' WHERE workspace_id = $1 AND id = $2`, [here, late.id])
  await client.query(
    `INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, action_id, success, request_id)
     VALUES ($1, $2, '2026-11-19T00:00:09Z', 'user', 'noa@example.com', 'approval.decided', 'approval', $3, true, 'r')`,
    [here, randomUUID(), late.id],
  )
  await client.query('COMMIT')
  expect(await rollUp()).toBe(1)
  await expectEqual()
})

test('a transaction that commits after a later one was counted is not missed', async () => {
  const slow = new Client({ connectionString: url, options: '-c TimeZone=UTC' })
  await slow.connect()
  const [target] = some(1)
  if (!target) throw new Error('no event')
  await writeHistory(url, here, [{ ...target, decision: 'review', state: 'pending', decided: null }])
  await rollUp()
  await slow.query('BEGIN')
  await slow.query(`UPDATE agent_action_events SET state = 'cancelled' WHERE workspace_id = $1 AND id = $2`, [here, target.id])
  await slow.query(
    `INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, action_id, success, request_id)
     VALUES ($1, $2, now(), 'system', 'system:clock', 'action.cancelled', 'approval', $3, true, 'r')`,
    [here, randomUUID(), target.id],
  )
  await writeHistory(url, here, some(5))
  await rollUp()
  await slow.query('COMMIT')
  await slow.end()
  expect(await rollUp()).toBeGreaterThan(0)
  await expectEqual()
})

test('after a restore with a younger transaction counter everything is counted again, once', async () => {
  await client.query(`UPDATE metrics_progress SET txid = '9000000000000000000'`)
  await client.query('DELETE FROM agent_metrics')
  expect(await rollUp()).toBeGreaterThan(10)
  await expectEqual()
  await caughtUp()
})

test('two workers at once both finish and the numbers hold', async () => {
  await writeHistory(url, here, some(40))
  await Promise.all([rollUp(), rollUp(), rollUp(), rollUp()])
  await rollUp()
  await expectEqual()
})

test('the table by agent says the same from the roll-up and from the ledger', async () => {
  await rollUp()
  const period = periodOf({ period: '30d' }, new Date('2026-11-20T12:00:00Z'))
  const rolled = await byAgent(here, { period })
  expect(rolled).toEqual(await byAgent(here, { period: { ...period, unit: 'hour' } }))
  expect(rolled).toHaveLength(2)
})
