import { afterAll, expect, test, vi } from 'vitest'
import { listToolUse } from '@/lib/agents/history'
import { findAgent, listAgents } from '@/lib/agents/queries'
import { asWorkspaceId, systemCtx } from '@/lib/context'
import { closeDb } from '@/lib/db'
import { rollUp } from '@/lib/metrics/roll-up'
import { listTools } from '@/lib/tools/queries'
import { rows } from '@/tests/support/databases'
import { dice, past, writeHistory } from '@/tests/support/history'

// The owner's connection, which may both roll up and read everything; hoisted, because the environment is read once on import.
vi.hoisted(() => {
  process.env.DATABASE_APP_URL = process.env.DATABASE_URL
})
afterAll(closeDb)

const HOUR = 3_600_000
const DAY = 24 * HOUR
const ctx = systemCtx(asWorkspaceId('lately'), 'system:test', 'r')
const plain = (by: string) => rows<{ key: string; calls: number; asked: number; denied: number }>(
  `SELECT ${by} AS key, count(*)::int AS calls, (count(*) FILTER (WHERE decision = 'review'))::int AS asked, (count(*) FILTER (WHERE decision = 'deny'))::int AS denied
   FROM agent_action_events WHERE workspace_id = 'lately' AND (created_at AT TIME ZONE 'UTC')::date > (now() AT TIME ZONE 'UTC')::date - 30 GROUP BY 1 ORDER BY 1`)

test('what agents and tools were used for in 30 days is the same from rollups and the newest rows as from all rows', async () => {
  const now = Date.now()
  const roll = dice(31)
  const some = (count: number, from: number, until: number) =>
    Array.from({ length: count }, () => past(roll, ['agent-a', 'agent-b'], ['tool_a', 'tool_b'], new Date(from), new Date(until)))
  await writeHistory(process.env.DATABASE_URL as string, 'lately', [
    ...some(60, now - 40 * DAY, now), ...some(20, now - DAY, now), ...some(20, now - 3 * HOUR, now),
  ])
  // All but the newest hour, which nobody has counted yet.
  await rollUp(ctx.workspace, new Date(now - 41 * DAY), new Date(Math.floor(now / HOUR) * HOUR))

  const agents = await plain('agent_id')
  expect(agents.length).toBe(2)
  const listed = (await listAgents(ctx, { q: '', archived: false, after: '' })).agents
  expect(listed.map(({ id, actions, denied }) => ({ key: id, calls: actions, denied }))).toEqual(agents.map(({ key, calls, denied }) => ({ key, calls, denied })))
  const [newest] = await rows<{ at: Date }>(`SELECT max(created_at) AS at FROM agent_action_events WHERE workspace_id = 'lately' AND agent_id = 'agent-a'`)
  expect((await findAgent(ctx, 'agent-a'))?.lastSeenAt).toEqual(newest?.at)

  const tools = await plain('tool_name')
  const known = (await listTools(ctx, { q: '', discovered: false, after: '' })).tools
  expect(known.map(({ id, calls, denied }) => ({ key: id, calls, denied }))).toEqual(tools.map(({ key, calls, denied }) => ({ key, calls, denied })))

  const of = await rows<{ toolId: string; calls: number; asked: number; denied: number }>(
    `SELECT tool_name AS "toolId", count(*)::int AS calls, (count(*) FILTER (WHERE decision = 'review'))::int AS asked, (count(*) FILTER (WHERE decision = 'deny'))::int AS denied
     FROM agent_action_events WHERE workspace_id = 'lately' AND agent_id = 'agent-b' AND (created_at AT TIME ZONE 'UTC')::date > (now() AT TIME ZONE 'UTC')::date - 30
     GROUP BY 1 ORDER BY 2 DESC, 1`)
  expect(await listToolUse(ctx, 'agent-b')).toEqual(of)
})
