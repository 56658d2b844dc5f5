import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { asWorkspaceId } from '@/lib/context'
import { readCursor, type Cursor } from '@/lib/cursor'
import { closeDb } from '@/lib/db'
import { listBehind, SORT_NAMES, type BehindFilter } from '@/lib/metrics/behind'
import { percentile } from '@/lib/metrics/histogram'
import { periodOf } from '@/lib/metrics/period'
import { actionsOverTime, asked, busyHours, byAgent, byTool, countedUpTo, decisionsOverTime } from '@/lib/metrics/queries'
import { rollUp } from '@/lib/metrics/roll-up'
import { actionsIn, backlog, buckets, decisionsOf, fill, total } from '@/lib/metrics/series'
import { dice, past, PEOPLE, writeHistory } from '@/tests/support/history'

vi.hoisted(() => {
  process.env.DATABASE_APP_URL = process.env.DATABASE_WORKER_URL
})

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
  for (const workspace of [here, asWorkspaceId('elsewhere')]) await rollUp(workspace, new Date('2026-08-01T00:00:00Z'), NOW)
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
const ROWS = 'agent_action_events a LEFT JOIN agent_approvals p ON p.workspace_id = a.workspace_id AND p.id = a.approval_request_id'
const PERSON = `p.status IN ('approved', 'rejected') AND p.resolved_by LIKE '%@%'`

type Wish = typeof wish extends fc.Arbitrary<infer W> ? W : never
function plainly({ choice, agent, tool }: Wish) {
  const period = periodOf({ period: choice }, NOW)
  const filter = { period, agent, tool }
  const narrow = `a.workspace_id = $1 AND a.created_at >= $2 AND a.created_at < $3 AND coalesce(a.agent_id = $4, true) AND coalesce(a.tool_name = $5, true)`
  const values = [here, period.from, period.until, agent, tool]
  const plain = async (condition: string, what = 'count(*)') => {
    const { rows } = await client.query<{ n: string | null }>(`SELECT ${what} AS n FROM ${ROWS} WHERE ${narrow} AND ${condition}`, values)
    const n = rows[0]?.n ?? null
    return n === null ? null : Number(n)
  }
  return { filter, plain, values, narrow }
}

test('the numbers of any period, agent and tool are what plain SQL counts', async () => {
  await fc.assert(
    fc.asyncProperty(wish, async (one) => {
      const { filter, plain } = plainly(one)
      const points = fill(await actionsOverTime(here, filter), buckets(filter.period), total)
      const sums = total(points)
      expect(points).toHaveLength(buckets(filter.period).length)
      expect(actionsIn(sums)).toBe(await plain('true'))
      expect(sums.blocked).toBe(await plain(`a.state IN ('denied', 'rejected')`))
      expect(sums.allowed).toBe(await plain(`a.decision = 'allow'`))
      expect(sums.approved).toBe(await plain(`p.id IS NOT NULL AND a.state NOT IN ('pending', 'rejected', 'expired', 'cancelled', 'lapsed')`))
      expect(sums.failed + sums.unknown).toBe(await plain(`a.state IN ('failed', 'unknown')`))
      expect(Object.values(sums.errors).reduce((sum, n) => sum + n, 0)).toBe(sums.failed + sums.unknown)
      expect(sums.tokens).toBe(await plain('true', 'coalesce(sum(coalesce(a.tokens_input, 0) + coalesce(a.tokens_output, 0)), 0)'))
      expect(sums.asked).toBe(await plain(`a.decision = 'review'`))
      expect(sums.costs.USD ?? 0).toBe(await plain('true', 'coalesce(sum(a.cost_micros), 0)'))
      expect(sums.decisions.approved + sums.decisions.rejected).toBe(await plain(PERSON))
      for (const share of [0.5, 0.95, 0.99]) {
        const exact = await plain('a.duration_ms IS NOT NULL', `percentile_disc(${share}) WITHIN GROUP (ORDER BY a.duration_ms)`)
        const merged = percentile(sums.response, share)
        if (exact === null) expect(merged).toBeNull()
        else expect(Math.abs((merged ?? -1e9) - exact)).toBeLessThanOrEqual(exact * 0.0201 + 1)
      }
      for (const rows of [await byAgent(here, filter), await byTool(here, filter)]) {
        expect(rows.reduce((sum, row) => sum + row.calls, 0)).toBe(await plain('true'))
        expect(rows.reduce((sum, row) => sum + row.blocked, 0)).toBe(sums.blocked)
        expect(rows.reduce((sum, row) => sum + row.failed, 0)).toBe(sums.failed + sums.unknown)
      }
      expect((await busyHours(here, filter)).reduce((sum, row) => sum + row.asked, 0)).toBe(sums.asked)
    }),
    { numRuns: 20 },
  )
})

test('the list behind a number has exactly that many rows, over all its pages', async () => {
  const sort = fc.oneof(
    fc.constantFrom(...SORT_NAMES).map((name): Partial<BehindFilter> => ({ sort: name })),
    fc.constantFrom('no_result', 'failed').map((code): Partial<BehindFilter> => ({ sort: 'errors', code })),
    fc.constantFrom(...PEOPLE).map((reviewer): Partial<BehindFilter> => ({ sort: 'decided', reviewer })),
    fc.record({ weekday: fc.integer({ min: 1, max: 7 }), hour: fc.integer({ min: 0, max: 23 }) }).map((when): Partial<BehindFilter> => ({ sort: 'asked', ...when })),
  )
  await fc.assert(
    fc.asyncProperty(wish, sort, async (one, more) => {
      const { filter, values, narrow } = plainly(one)
      const behind = { ...filter, sort: 'all' as const, ...more }
      const sums = total(await actionsOverTime(here, filter))
      const seen: string[] = []
      let after: Cursor | null = null
      let count: number
      do {
        const page = await listBehind(here, behind, after)
        count = page.count
        seen.push(...page.rows.map(({ id }) => id))
        after = page.next ? readCursor(page.next) : null
      } while (after)
      expect(new Set(seen).size).toBe(count)
      expect(seen).toHaveLength(count)
      if (!more.code && !more.reviewer && more.weekday === undefined && behind.sort !== 'errors' && behind.sort in sums) expect(count).toBe(sums[behind.sort as 'allowed'])
      if (behind.sort === 'waiting') expect(count).toBe(backlog(await asked(here, filter), buckets(filter.period), filter.period.unit).at(-1))
      if (behind.sort === 'errors') expect(count).toBe(more.code ? (sums.errors[more.code] ?? 0) : Object.values(sums.errors).reduce((sum, n) => sum + n, 0))
      if (more.reviewer) expect(count).toBe(Number((await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${ROWS} WHERE ${narrow} AND ${PERSON} AND p.resolved_by = $6`, [...values, more.reviewer])).rows[0]?.n))
      if (more.weekday !== undefined) {
        const cell = (await busyHours(here, filter)).find(({ weekday, hour }) => weekday === more.weekday && hour === more.hour)
        expect(count).toBe(cell?.asked ?? 0)
      }
    }),
    { numRuns: 40 },
  )
})

test('the backlog at the end of every hour or day is what was open then', async () => {
  await fc.assert(
    fc.asyncProperty(wish, async (one) => {
      const { filter } = plainly(one)
      const starts = buckets(filter.period)
      const open = backlog(await asked(here, filter), starts, filter.period.unit)
      for (const index of [0, Math.floor(starts.length / 2), starts.length - 1]) {
        const end = new Date((starts[index] ?? 0) + (filter.period.unit === 'hour' ? 3_600_000 : 86_400_000))
        const { rows } = await client.query<{ n: string }>(
          `SELECT count(*) AS n FROM agent_approvals WHERE workspace_id = $1 AND created_at < $2 AND (resolved_at IS NULL OR resolved_at >= $2)
             AND coalesce(agent_id = $3, true) AND coalesce(tool_id = $4, true)`,
          [here, end, one.agent, one.tool],
        )
        expect(open[index]).toBe(Number(rows[0]?.n))
      }
    }),
    { numRuns: 15 },
  )
})

test('only what a person decided counts as pace, and each reviewer\'s own is a part of it', async () => {
  const period = periodOf({ period: '90d' }, NOW)
  const { rows: took } = await client.query<{ by: string; ms: string }>(
    `SELECT resolved_by AS by, extract(epoch FROM resolved_at - created_at) * 1000 AS ms FROM agent_approvals
     WHERE workspace_id = $1 AND created_at >= $2 AND created_at < $3 AND resolved_by LIKE '%@%' ORDER BY 2`,
    [here, period.from, period.until],
  )
  const all = decisionsOf(await decisionsOverTime(here, { period }))
  expect(all.approved + all.rejected).toBe(took.length)
  const median = Number(took[Math.ceil(took.length / 2) - 1]?.ms)
  expect(Math.abs((percentile(all.took, 0.5) ?? 0) - median)).toBeLessThanOrEqual(median * 0.0201 + 1)
  for (const person of PEOPLE) {
    const own = decisionsOf(await decisionsOverTime(here, { period }, person))
    expect(own.approved + own.rejected).toBe(took.filter(({ by }) => by === person).length)
  }
})

test('what is not counted yet is said: the page is as of the oldest entry that waits', async () => {
  const [oldest] = (await client.query<{ at: Date }>(`SELECT at FROM audit_pending WHERE workspace_id = $1 ORDER BY entry_id LIMIT 1`, [here])).rows
  expect((await countedUpTo(here)).getTime()).toBe(oldest?.at.getTime())
  await client.query('DELETE FROM audit_pending')
  expect(Date.now() - (await countedUpTo(here)).getTime()).toBeLessThan(60_000)
  await client.query(`INSERT INTO metrics_dirty (workspace_id, hour, at) VALUES ($1, '2026-11-20T14:00:00Z', '2026-11-20T14:05:00Z')`, [here])
  expect((await countedUpTo(here)).toISOString()).toBe('2026-11-20T14:05:00.000Z')
})
