import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { asWorkspaceId } from '@/lib/context'
import { closeDb } from '@/lib/db'
import { rollUp, rollUpDue } from '@/lib/metrics/roll-up'
import { rows } from '@/tests/support/databases'
import { sequenceAll } from '@/tests/support/evidence'
import { dice, past, writeHistory, type Past } from '@/tests/support/history'

// The worker's connection, with the worker's rights; hoisted, because the environment is read once on import.
vi.hoisted(() => {
  process.env.DATABASE_APP_URL = process.env.DATABASE_WORKER_URL
})

const url = process.env.DATABASE_URL as string
const client = new Client({ connectionString: url, options: '-c TimeZone=UTC' })

beforeAll(async () => {
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await closeDb()
})

const some = (roll: () => number, count: number, from = '2026-11-17T22:00:00Z', until = '2026-11-19T02:00:00Z') =>
  Array.from({ length: count }, () => past(roll, ['agent-a', 'agent-b'], ['tool_a', 'tool_b'], new Date(from), new Date(until)))

/** What `past` leaves out: codes, currencies, people, and answers from instant to days. Below the triggers: no verb can go back in time. */
async function vary(workspace: string, roll: () => number): Promise<void> {
  await client.query('SET session_replication_role = replica')
  const { rows: actions } = await client.query<{ id: string }>('SELECT id FROM agent_action_events WHERE workspace_id = $1', [workspace])
  for (const { id } of actions) {
    await client.query(
      `UPDATE agent_action_events SET http_status = $3, cost_currency = CASE WHEN cost_micros IS NOT NULL THEN $4 END, duration_ms = CASE WHEN duration_ms IS NOT NULL THEN $5::bigint END,
         on_behalf_of = CASE WHEN $6 < 0.4 THEN (SELECT id FROM members WHERE workspace_id = $1 ORDER BY id OFFSET $7 LIMIT 1) END
       WHERE workspace_id = $1 AND id = $2`,
      [workspace, id, roll() < 0.5 ? 500 + Math.floor(roll() * 4) : null, roll() < 0.5 ? 'USD' : 'ILS', Math.floor(10 ** (roll() * 8.5)) - 1, roll(), Math.floor(roll() * 2)],
    )
  }
  await client.query('SET session_replication_role = origin')
}

const waiting = (events: Past[]): Past[] => events.map((event) => ({ ...event, decision: 'review', state: 'pending', decided: null }))

/** One that waited is withdrawn, and the log says so, as every verb leaves it. */
async function withdraw(workspace: string, { id }: Past, by: Client = client, commit = true): Promise<void> {
  await by.query('BEGIN')
  await by.query(`SELECT set_config('session_replication_role', 'replica', true)`)
  await by.query(`UPDATE agent_action_events SET state = 'cancelled' WHERE workspace_id = $1 AND id = $2`, [workspace, id])
  await by.query(`UPDATE agent_approvals SET status = 'cancelled', resolved_at = created_at + interval '7 minutes', resolved_by = 'agent-a' WHERE workspace_id = $1 AND action_id = $2`, [workspace, id])
  await by.query(
    `WITH entry AS (
       INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, action_id, success, request_id)
       VALUES ($1, $2, now(), 'system', 'system:clock', 'action.cancelled', 'approval', $3, true, 'r') RETURNING workspace_id, id)
     INSERT INTO audit_pending (workspace_id, entry_id) SELECT workspace_id, id FROM entry`,
    [workspace, randomUUID(), id],
  )
  if (commit) await by.query('COMMIT')
}

async function catchUp(): Promise<number> {
  await sequenceAll()
  let hours = 0
  for (let done = await rollUpDue(); done > 0; done = await rollUpDue()) hours += done
  return hours
}

const COUNTS = {
  invocations: 'count(*)',
  tool_calls: 'count(a.started_at)',
  allowed: `sum((a.decision = 'allow')::int)`,
  denied: `sum((a.state = 'denied')::int)`,
  approvals_requested: 'count(p.id)',
  approvals_granted: `sum((p.status IS NOT DISTINCT FROM 'approved')::int)`,
  approvals_rejected: `sum((p.status IS NOT DISTINCT FROM 'rejected')::int)`,
  approvals_expired: `sum((p.status IS NOT DISTINCT FROM 'expired')::int)`,
  pending: `sum((a.state = 'pending')::int)`,
  succeeded: `sum((a.state = 'succeeded')::int)`,
  errors: `sum((a.state = 'failed' OR a.state = 'unknown')::int)`,
  total_tokens: 'coalesce(sum(a.tokens_input), 0) + coalesce(sum(a.tokens_output), 0)',
  risk_sum: 'sum(a.risk_score)',
  avg_response_ms: 'round(avg(a.duration_ms))',
  min_response_ms: 'min(a.duration_ms)',
  max_response_ms: 'max(a.duration_ms)',
  unique_users: 'count(DISTINCT a.on_behalf_of)',
  last_resolved_at: 'max(p.resolved_at)',
  decided_approved: `count(*) FILTER (WHERE p.status = 'approved' AND p.resolved_by LIKE '%@%')`,
  decided_rejected: `count(*) FILTER (WHERE p.status = 'rejected' AND p.resolved_by LIKE '%@%')`,
  max_decide_ms: `max(extract(epoch FROM p.resolved_at - p.created_at) * 1000) FILTER (WHERE p.status IN ('approved', 'rejected') AND p.resolved_by LIKE '%@%')::bigint`,
}
const P = [0.5, 0.95, 0.99] as const
const ROWS = 'agent_action_events a LEFT JOIN agent_approvals p ON p.workspace_id = a.workspace_id AND p.action_id = a.id'
const HOUR = `date_trunc('hour', a.created_at, 'UTC')`
const DAY = `(a.created_at AT TIME ZONE 'UTC')::date::text`
const TABLES = [
  { table: 'workspace_metrics_hourly', keys: { hour: HOUR } },
  { table: 'workspace_metrics', keys: { 'date::text': DAY } },
  { table: 'agent_metrics_hourly', keys: { agent_id: 'a.agent_id', hour: HOUR } },
  { table: 'agent_metrics', keys: { agent_id: 'a.agent_id', 'date::text': DAY } },
  { table: 'tool_metrics_hourly', keys: { agent_id: 'a.agent_id', tool_id: 'a.tool_name', hour: HOUR } },
  { table: 'tool_metrics', keys: { agent_id: 'a.agent_id', tool_id: 'a.tool_name', 'date::text': DAY } },
]

const [ASKED_HOUR, ASKED_DAY] = [HOUR.replace('a.', ''), DAY.replace('a.', '')]
const REVIEWED = [
  ['reviewer_metrics_hourly', { reviewer: 'resolved_by', hour: ASKED_HOUR }],
  ['reviewer_metrics', { reviewer: 'resolved_by', 'date::text': ASKED_DAY }],
  ['reviewer_tool_metrics_hourly', { reviewer: 'resolved_by', agent_id: 'agent_id', tool_id: 'tool_id', hour: ASKED_HOUR }],
  ['reviewer_tool_metrics', { reviewer: 'resolved_by', agent_id: 'agent_id', tool_id: 'tool_id', 'date::text': ASKED_DAY }],
] as const

type Row = Record<string, unknown>
const asText = (row: Row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value === null ? null : String(value)]))
const read = async (text: string, workspace: string) => (await client.query<Row>(text, [workspace])).rows

/** Percentiles come from bins: within 2 % of what the values themselves say, and a millisecond for rounding. */
function expectNear(found: unknown, exact: unknown) {
  if (exact === null) return expect(found).toBeNull()
  expect(Math.abs(Number(found) - Number(exact))).toBeLessThanOrEqual(Number(exact) * 0.0201 + 1)
}

async function expectEqual(workspace: string) {
  for (const { table, keys } of TABLES) {
    const group = Object.keys(keys).map((_, index) => index + 1).join(', ')
    const rolled = await read(`SELECT ${Object.keys(keys).join(', ')}, ${Object.keys(COUNTS).join(', ')} FROM ${table} WHERE workspace_id = $1 ORDER BY ${group}`, workspace)
    const plain = await read(`SELECT ${Object.values(keys).map((sql, index) => `${sql} AS k${index}`).join(', ')}, ${Object.entries(COUNTS).map(([name, sql]) => `${sql} AS ${name}`).join(', ')} FROM ${ROWS} WHERE a.workspace_id = $1 GROUP BY ${group} ORDER BY ${group}`, workspace)
    expect(rolled.length, table).toBeGreaterThan(0)
    expect(rolled.map((row) => Object.values(asText(row))), table).toEqual(plain.map((row) => Object.values(asText(row))))
    const near = await read(`SELECT p50_response_ms, p95_response_ms, p99_response_ms FROM ${table} WHERE workspace_id = $1 ORDER BY ${Object.keys(keys).join(', ')}`, workspace)
    const exact = await read(
      `SELECT ${P.map((p) => `percentile_disc(${p}) WITHIN GROUP (ORDER BY a.duration_ms)`).map((sql, index) => `${sql} AS p${index}`).join(', ')}
       FROM ${ROWS} WHERE a.workspace_id = $1 GROUP BY ${Object.values(keys).join(', ')} ORDER BY ${Object.values(keys).join(', ')}`,
      workspace,
    )
    near.forEach((row, index) => Object.values(row).forEach((found, at) => expectNear(found, Object.values(exact[index] as Row)[at])))
    for (const [label, counts] of [['code', 'error_counts'], ['currency', 'costs']] as const) {
      const found = await read(`SELECT key, sum(value::bigint)::text AS n FROM ${table}, jsonb_each_text(${counts}) WHERE workspace_id = $1 GROUP BY 1 ORDER BY 1`, workspace)
      const raw = label === 'currency'
        ? `SELECT cost_currency AS key, sum(cost_micros)::text AS n FROM agent_action_events WHERE workspace_id = $1 AND cost_micros > 0 GROUP BY 1 ORDER BY 1`
        : `SELECT CASE state WHEN 'unknown' THEN 'no_result' ELSE coalesce(http_status::text, 'failed') END AS key, count(*)::text AS n
           FROM agent_action_events WHERE workspace_id = $1 AND state IN ('failed', 'unknown') GROUP BY 1 ORDER BY 1`
      expect(found, `${table}.${counts}`).toEqual(await read(raw, workspace))
    }
  }
  const decided = `agent_approvals WHERE workspace_id = $1 AND resolved_by LIKE '%@%' AND status IN ('approved', 'rejected')`
  for (const [table, keys] of REVIEWED) {
    const took = '(extract(epoch FROM resolved_at - created_at) * 1000)::bigint'
    const [columns, group] = [Object.keys(keys).join(', '), Object.keys(keys).map((_, index) => index + 1).join(', ')]
    const rolled = await read(`SELECT ${columns}, decided_approved, decided_rejected, decide_ms, min_decide_ms, max_decide_ms FROM ${table} WHERE workspace_id = $1 ORDER BY ${group}`, workspace)
    const plain = await read(
      `SELECT ${Object.values(keys).map((sql, index) => `${sql} AS k${index}`).join(', ')}, count(*) FILTER (WHERE status = 'approved') AS approved, count(*) FILTER (WHERE status = 'rejected') AS rejected,
         sum(${took}) AS decide_ms, min(${took}) AS min_decide_ms, max(${took}) AS max_decide_ms FROM ${decided} GROUP BY ${group} ORDER BY ${group}`,
      workspace,
    )
    expect(rolled.map((row) => Object.values(asText(row))), table).toEqual(plain.map((row) => Object.values(asText(row))))
  }
}

test('whatever happened, and whatever happens next, every rollup equals plain SQL over the rows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer({ min: 5, max: 60 }), async (seed, count) => {
      const workspace = `w-${randomUUID()}`
      const roll = dice(seed)
      const late = waiting(some(roll, 3))
      await writeHistory(url, workspace, [...some(roll, count), ...late])
      await vary(workspace, roll)
      expect(await catchUp()).toBeGreaterThan(0)
      await expectEqual(workspace)
      for (const event of late) await withdraw(workspace, event)
      await catchUp()
      await expectEqual(workspace)
      expect(await rollUpDue()).toBe(0)
    }),
    { numRuns: 8 },
  )
})

test('only the hours with news are counted again, and an action decided after midnight counts when it was asked', async () => {
  const roll = dice(11)
  const [late] = waiting(some(roll, 1, '2026-11-18T23:59:00Z', '2026-11-18T23:59:59Z')) as [Past]
  await writeHistory(url, 'late', [...some(roll, 40), late])
  await catchUp()
  await withdraw('late', late)
  expect(await catchUp()).toBe(1)
  await expectEqual('late')
})

test('a transaction that commits after a later one was counted is not missed', async () => {
  const slow = new Client({ connectionString: url, options: '-c TimeZone=UTC' })
  await slow.connect()
  const roll = dice(12)
  const events = waiting(some(roll, 20))
  await writeHistory(url, 'slow', events)
  await catchUp()
  await withdraw('slow', events[0] as Past, slow, false)
  await writeHistory(url, 'slow', some(roll, 5))
  await catchUp()
  await slow.query('COMMIT')
  await slow.end()
  expect(await catchUp()).toBe(1)
  await expectEqual('slow')
})

test('several workers at once, and the sequencer beside them, lose no change', async () => {
  const roll = dice(13)
  const events = waiting(some(roll, 60))
  await writeHistory(url, 'busy', events)
  const counting = { on: true }
  const workers = [1, 2, 3].map(async () => {
    while (counting.on) await rollUpDue()
  })
  for (const event of events.slice(0, 25)) {
    await withdraw('busy', event)
    await sequenceAll()
  }
  counting.on = false
  await Promise.all(workers)
  await catchUp()
  await expectEqual('busy')
})

test('rolling up a period rebuilds what was lost or wrong, and nothing outside it', async () => {
  await writeHistory(url, 'rebuilt', some(dice(14), 60))
  await catchUp()
  await client.query(`UPDATE tool_metrics_hourly SET invocations = 999 WHERE workspace_id = 'rebuilt'`)
  await client.query(`DELETE FROM agent_metrics WHERE workspace_id = 'rebuilt'`)
  await client.query(`DELETE FROM reviewer_metrics_hourly WHERE workspace_id = 'rebuilt'`)
  const from = new Date('2026-11-18T00:00:00Z')
  await rollUp(asWorkspaceId('rebuilt'), from, new Date('2026-11-19T00:00:00Z'))
  const [wrong] = await rows<{ n: number }>(`SELECT count(*)::int AS n FROM tool_metrics_hourly WHERE workspace_id = 'rebuilt' AND invocations = 999 AND hour < $1`, [from])
  expect(wrong?.n).toBeGreaterThan(0)
  await rollUp(asWorkspaceId('rebuilt'), new Date('2026-11-17T00:00:00Z'), new Date('2026-11-20T00:00:00Z'))
  await expectEqual('rebuilt')
})

const hoursOf = (workspace: string) => rows<{ passes: number; hours: number }>(`SELECT count(DISTINCT xmin::text)::int AS passes, count(*)::int AS hours FROM workspace_metrics_hourly WHERE workspace_id = $1`, [workspace])

test('a day with too much for one transaction is counted in several, to the same numbers', async () => {
  const roll = dice(15)
  await writeHistory(url, 'huge', some(roll, 60))
  await sequenceAll()
  const [due] = await rows<{ n: number }>(`SELECT count(*)::int AS n FROM metrics_dirty WHERE workspace_id = 'huge'`)
  expect(await rollUpDue(1)).toBeGreaterThanOrEqual(Math.min(24, due?.n ?? 0))
  while ((await rollUpDue(1)) > 0);
  await expectEqual('huge')
  const [one] = await hoursOf('huge')
  expect(one?.passes).toBe(one?.hours)
  await rollUp(asWorkspaceId('huge'), new Date('2026-11-17T00:00:00Z'), new Date('2026-11-20T00:00:00Z'), 10)
  await expectEqual('huge')
  const [ten] = await hoursOf('huge')
  expect(ten?.passes).toBeGreaterThan(3)
  expect(ten?.passes).toBeLessThan(ten?.hours ?? 0)
})

test('an hour that changes again and again holds up none before it', async () => {
  const roll = dice(16)
  await writeHistory(url, 'restless', some(roll, 12))
  await sequenceAll()
  const [{ newest }] = (await rows<{ newest: Date }>(`SELECT max(hour) AS newest FROM metrics_dirty WHERE workspace_id = 'restless'`)) as [{ newest: Date }]
  for (let turn = 0; turn < 2; turn++) {
    await rollUpDue(1)
    await client.query(`INSERT INTO metrics_dirty (workspace_id, hour) VALUES ('restless', $1) ON CONFLICT DO NOTHING`, [newest])
  }
  const left = await rows<{ hour: Date }>(`SELECT hour FROM metrics_dirty WHERE workspace_id = 'restless'`)
  expect(left).toEqual([{ hour: newest }])
})
