import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { asWorkspaceId } from '@/lib/context'
import { closeDb, query } from '@/lib/db'
import { rollUp } from '@/lib/metrics/roll-up'
import { dice, past, writeHistory } from '@/tests/support/history'

vi.hoisted(() => {
  process.env.DATABASE_APP_URL = process.env.DATABASE_WORKER_URL
})

const DAY = 86_400_000
const now = Date.now()

beforeAll(async () => {
  const roll = dice(31)
  const some = (count: number, from: number, until: number) =>
    Array.from({ length: count }, () => past(roll, ['agent-a', 'agent-b'], ['tool_a', 'tool_b'], new Date(from), new Date(until)))
  await writeHistory(String(process.env.DATABASE_URL), 'viewed', [...some(120, now - 20 * DAY, now), ...some(40, now - 60 * DAY, now - 40 * DAY)])
  await writeHistory(String(process.env.DATABASE_URL), 'other', some(10, now - 5 * DAY, now))
  for (const workspace of ['viewed', 'other']) await rollUp(asWorkspaceId(workspace), new Date(now - 70 * DAY), new Date(now + DAY))
})
afterAll(closeDb)

const RECENT = `workspace_id = 'viewed' AND created_at > now() - interval '30 days'`

test('agent_performance and tool_usage say of the last 30 days what the rows say', async () => {
  for (const [view, key, column] of [['agent_performance', 'agent_id', 'agent_id'], ['tool_usage', 'tool_id', 'tool_name']] as const) {
    const said = await query(`SELECT ${key} AS key, invocations, tool_calls, denied, approvals_requested, errors, total_tokens, block_rate::float8 FROM ${view} WHERE workspace_id = 'viewed' ORDER BY 1`)
    const plain = await query(
      `SELECT ${column} AS key, count(*) AS invocations, count(started_at) AS tool_calls, count(*) FILTER (WHERE state = 'denied') AS denied,
         count(*) FILTER (WHERE decision = 'review') AS approvals_requested, count(*) FILTER (WHERE state IN ('failed', 'unknown')) AS errors,
         coalesce(sum(coalesce(tokens_input, 0) + coalesce(tokens_output, 0)), 0)::bigint AS total_tokens,
         round(count(*) FILTER (WHERE state IN ('denied', 'rejected'))::numeric / count(*), 4)::float8 AS block_rate
       FROM agent_action_events WHERE ${RECENT} GROUP BY 1 ORDER BY 1`,
    )
    expect(plain).toHaveLength(2)
    expect(said).toEqual(plain)
  }
})

test('percentiles of 30 days are merged from those of the days, within 2 %', async () => {
  const said = await query<{ key: string; p50: number; p95: number }>(`SELECT agent_id AS key, p50_response_ms AS p50, p95_response_ms AS p95 FROM agent_performance WHERE workspace_id = 'viewed' ORDER BY 1`)
  const plain = await query<{ p50: number; p95: number }>(
    `SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY duration_ms) AS p50, percentile_disc(0.95) WITHIN GROUP (ORDER BY duration_ms) AS p95
     FROM agent_action_events WHERE ${RECENT} GROUP BY agent_id ORDER BY agent_id`,
  )
  said.forEach(({ p50, p95 }, index) => {
    expect(Math.abs(p50 - Number(plain[index]?.p50))).toBeLessThanOrEqual(p50 * 0.0201 + 1)
    expect(Math.abs(p95 - Number(plain[index]?.p95))).toBeLessThanOrEqual(p95 * 0.0201 + 1)
  })
})

test('high_risk_events and pending_approvals_view show the rows they are named for, and no arguments', async () => {
  const [risky] = await query<{ said: number; plain: number }>(
    `SELECT (SELECT count(*) FROM high_risk_events WHERE workspace_id = 'viewed') AS said, (SELECT count(*) FROM agent_action_events WHERE workspace_id = 'viewed' AND risk_score >= 70) AS plain`)
  expect(risky?.plain).toBeGreaterThan(0)
  expect(risky?.said).toBe(risky?.plain)
  const [waiting] = await query<{ said: number; plain: number }>(
    `SELECT (SELECT count(*) FROM pending_approvals_view WHERE workspace_id = 'viewed') AS said, (SELECT count(*) FROM agent_action_events WHERE workspace_id = 'viewed' AND state = 'pending') AS plain`)
  expect(waiting?.plain).toBeGreaterThan(0)
  expect(waiting?.said).toBe(waiting?.plain)
  const columns = await query<{ column_name: string }>(`SELECT column_name FROM information_schema.columns WHERE table_name IN ('high_risk_events', 'pending_approvals_view', 'agent_performance', 'tool_usage')`)
  expect(columns.map((column) => column.column_name)).not.toEqual(expect.arrayContaining(['tool_args']))
  expect(columns.some(({ column_name }) => /args|parameters|context|description|result/.test(column_name))).toBe(false)
})

test('every query in docs/metrics.md runs, and finds something', async () => {
  const blocks = [...readFileSync('docs/metrics.md', 'utf8').matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql = '']) => sql)
  const queries = blocks.flatMap((sql) => sql.split(';')).map((sql) => sql.trim()).filter(Boolean)
  expect(queries).toHaveLength(6)
  for (const sql of queries) expect(await query(sql.replace("'default'", "'viewed'").replace("'refund-agent-basic'", "'agent-a'")), sql).not.toEqual([])
})
