import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asWorkspaceId } from '@/lib/context'
import { closeDb } from '@/lib/db'
import { decisionPace, decisionsOverTime } from '@/lib/metrics/pace'
import { periodOf } from '@/lib/metrics/period'
import { actionsOverTime, byTool, costs } from '@/lib/metrics/queries'
import { actionsIn, buckets, fill, NO_ACTIONS, total } from '@/lib/metrics/series'
import { dice, past, PEOPLE, writeHistory } from '@/tests/support/history'

const AGENTS = ['agent-a', 'agent-b', 'agent-c']
const TOOLS = ['tool_a', 'tool_b']
const NOW = new Date('2026-11-20T14:30:00.000Z')
const client = new Client({ connectionString: process.env.DATABASE_URL, options: '-c TimeZone=UTC' })
const here = asWorkspaceId('charts')

beforeAll(async () => {
  await client.connect()
  const roll = dice(7)
  const events = (count: number, from: string) =>
    Array.from({ length: count }, () => past(roll, AGENTS, TOOLS, new Date(from), NOW))
  await writeHistory(process.env.DATABASE_URL as string, here, [...events(160, '2026-08-15T00:00:00Z'), ...events(90, '2026-11-19T20:00:00Z')])
  await writeHistory(process.env.DATABASE_URL as string, 'elsewhere', events(20, '2026-11-01T00:00:00Z'))
})
afterAll(async () => {
  await client.end()
  await closeDb()
})

const wish = fc.record({
  choice: fc.constantFrom('24h' as const, '7d' as const, '30d' as const, '90d' as const),
  agent: fc.option(fc.constantFrom(...AGENTS)),
  tool: fc.option(fc.constantFrom(...TOOLS)),
})

test('the bars of any period, agent and tool add up to what plain SQL counts', async () => {
  await fc.assert(
    fc.asyncProperty(wish, async ({ choice, agent, tool }) => {
      const period = periodOf({ period: choice }, NOW)
      const filter = { period, agent, tool }
      const narrow = `workspace_id = $1 AND created_at >= $2 AND created_at < $3 AND coalesce(agent_id = $4, true) AND coalesce(tool_name = $5, true)`
      const values = [here, period.from, period.until, agent, tool]
      const plain = async (condition: string, what = 'count(*)') =>
        Number((await client.query<{ n: string }>(`SELECT coalesce(${what}, 0) AS n FROM agent_action_events WHERE ${narrow} AND ${condition}`, values)).rows[0]?.n)

      const points = fill(await actionsOverTime(here, filter), buckets(period), NO_ACTIONS)
      const sums = total(points)
      expect(points).toHaveLength(buckets(period).length)
      expect(actionsIn(sums)).toBe(await plain('true'))
      expect(sums.blocked).toBe(await plain(`state IN ('denied', 'rejected')`))
      expect(sums.allowed).toBe(await plain(`decision = 'allow'`))
      expect(sums.approved).toBe(await plain(`approval_request_id IS NOT NULL AND state NOT IN ('pending', 'rejected', 'expired', 'cancelled', 'lapsed')`))
      expect(sums.failed + sums.unknown).toBe(await plain(`state IN ('failed', 'unknown')`))
      expect(sums.tokens).toBe(await plain('true', 'sum(coalesce(tokens_input, 0) + coalesce(tokens_output, 0))'))
      expect(sums.asked).toBe(await plain(`decision = 'review'`))
      expect((await costs(here, filter))[0]?.micros ?? 0).toBe(await plain('true', 'sum(cost_micros)'))
      const tools = await byTool(here, filter)
      expect(tools.reduce((sum, row) => sum + row.calls, 0)).toBe(await plain('true'))
      expect(tools.reduce((sum, row) => sum + row.failed, 0)).toBe(await plain(`state IN ('failed', 'unknown')`))
    }),
    { numRuns: 25 },
  )
})

test('only what a person decided counts as pace, and a reviewer\'s own is a part of it', async () => {
  const period = periodOf({ period: '90d' }, NOW)
  const took = await client.query<{ by: string; status: string; ms: string }>(
    `SELECT resolved_by AS by, status, extract(epoch FROM resolved_at - created_at) * 1000 AS ms FROM agent_approvals
     WHERE workspace_id = $1 AND created_at >= $2 AND created_at < $3 AND resolved_by LIKE '%@%' ORDER BY 3`,
    [here, period.from, period.until],
  )
  const pace = await decisionPace(here, { period })
  expect(pace.approved + pace.rejected).toBe(took.rows.length)
  const middle = (took.rows.length - 1) / 2
  const median = (Number(took.rows[Math.floor(middle)]?.ms) + Number(took.rows[Math.ceil(middle)]?.ms)) / 2
  expect(pace.p50).toBeCloseTo(median, 0)
  const own = await decisionPace(here, { period, decidedBy: PEOPLE[0] })
  expect(own.approved + own.rejected).toBe(took.rows.filter((row) => row.by === PEOPLE[0]).length)
  const byDay = await decisionsOverTime(here, { period })
  expect(byDay.reduce((sum, point) => sum + point.approved, 0)).toBe(pace.approved)
})
