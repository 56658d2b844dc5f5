import '@/worker/as-worker'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyLog } from '@/lib/audit/verify-log'
import { sequence } from '@/lib/audit/sequence'
import { asWorkspaceId, systemCtx, type Ctx } from '@/lib/context'
import { closeDb, query } from '@/lib/db'
import { incidentsIn } from '@/lib/demo/history/incidents'
import { makeHistory, type HistoryMade } from '@/lib/demo/history/make'
import { createWorkspace } from '@/lib/workspaces/create'
import { newId } from '@/lib/ids'

const silent = () => undefined
const NOW = new Date('2026-11-18T12:00:00Z')
const WHAT = { days: 30, actions: 1200, pending: 30, seed: 7 }
let made: HistoryMade

async function aWorkspace(id: string, demo: boolean): Promise<Ctx> {
  const ctx = systemCtx(asWorkspaceId(id), 'system:demo', newId())
  await createWorkspace(ctx, { id, name: id, demo })
  return ctx
}
const one = async <R>(sql: string, values: unknown[] = ['past']) => (await query<R>(sql, values))[0]
const count = async (from: string, workspace = 'past') => (await one<{ n: number }>(`SELECT count(*) AS n FROM ${from}`, [workspace]))?.n ?? 0

beforeAll(async () => {
  await aWorkspace('first', false)
  made = await makeHistory(await aWorkspace('past', true), WHAT, silent, NOW)
  while (await sequence());
})
afterAll(closeDb)

test('the log of a made-up past verifies, from the first leaf to the last signed checkpoint', async () => {
  expect((await verifyLog('past', null)).filter(({ ok }) => !ok)).toEqual([])
  expect(await count('agent_audit_log WHERE workspace_id = $1 AND action_id IS NOT NULL')).toBeGreaterThanOrEqual(made.entries - 1)
})

test('it is as large as was asked, lies in the days that were asked, and every end is among it', async () => {
  expect(made.actions).toBe(WHAT.actions + WHAT.pending)
  expect(await count('agent_action_events WHERE workspace_id = $1')).toBe(made.actions)
  const span = await one<{ first: Date; last: Date }>('SELECT min(created_at) AS first, max(created_at) AS last FROM agent_action_events WHERE workspace_id = $1')
  expect(span?.first.getTime()).toBeGreaterThanOrEqual(made.from.getTime())
  expect(span?.last.getTime()).toBeLessThan(NOW.getTime())
  expect(await count(`agent_approvals WHERE workspace_id = $1 AND status = 'pending'`)).toBeGreaterThanOrEqual(WHAT.pending)
  const states = await query<{ state: string }>('SELECT DISTINCT state FROM agent_action_events WHERE workspace_id = $1', ['past'])
  for (const state of ['succeeded', 'failed', 'denied', 'rejected', 'expired', 'cancelled', 'pending']) expect(states.map((row) => row.state)).toContain(state)
})

test('nothing in it is overdue, and nothing comes before what it follows', async () => {
  expect(await count(`agent_approvals WHERE workspace_id = $1 AND status = 'pending' AND expires_at <= '${NOW.toISOString()}'::timestamptz - interval '2 seconds'`)).toBe(0)
  expect(await count(`agent_action_events WHERE workspace_id = $1 AND (started_at < created_at OR started_at < startable_at OR finished_at < started_at OR finished_at > '${NOW.toISOString()}')`)).toBe(0)
  expect(await count('agent_approvals WHERE workspace_id = $1 AND (resolved_at < created_at OR (resolved_at >= expires_at) <> (status = \'expired\'))')).toBe(0)
})

test('charts and facets know it: rollups and counts are those of the rows', async () => {
  const rolled = await one<{ n: number }>('SELECT sum(invocations)::bigint AS n FROM agent_metrics WHERE workspace_id = $1')
  expect(rolled?.n).toBe(made.actions)
  const counted = await one<{ n: number }>('SELECT sum(entries)::bigint AS n FROM audit_counts WHERE workspace_id = $1 AND span = 24 AND series > 0')
  expect(counted?.n).toBe(await count('agent_audit_log l WHERE workspace_id = $1 AND NOT EXISTS (SELECT FROM audit_pending p WHERE p.workspace_id = l.workspace_id AND p.entry_id = l.id)'))
})

test('the incidents are there to be found', async () => {
  const { errors, hammering, dearer } = incidentsIn(made.from.getTime(), made.until.getTime())
  const failures = (before: string) => one<{ share: number }>(
    `SELECT avg((state = 'failed')::int)::float8 AS share FROM agent_action_events WHERE workspace_id = $1 AND state IN ('succeeded', 'failed')
     AND tool_name IN ('lookup_order', 'issue_refund') AND ${before} (started_at >= $2 AND started_at < $3)`, ['past', new Date(errors.from), new Date(errors.until)])
  expect((await failures(''))?.share).toBeGreaterThan(0.2 + 2 * ((await failures('NOT'))?.share ?? 1))
  const blocked = await one<{ n: number }>(
    `SELECT count(*) AS n FROM agent_action_events WHERE workspace_id = $1 AND reason = 'tool_blocked' AND agent_id = $2 AND created_at >= $3 AND created_at < $4`,
    ['past', hammering.agents[0], new Date(hammering.from), new Date(hammering.until)])
  expect(blocked?.n).toBeGreaterThan(3)
  const price = (when: string) => one<{ micros: number }>(
    `SELECT avg(cost_micros::float8 / (tokens_input * 3 + tokens_output * 15)) AS micros FROM agent_action_events WHERE workspace_id = $1 AND started_at ${when} $2`, ['past', new Date(dearer)])
  expect((await price('>='))?.micros).toBeCloseTo(1.7 * ((await price('<'))?.micros ?? 0), 1)
})

test('the same seed and moment make the same past, another seed another', async () => {
  const told = (workspace: string) => query(`SELECT id, agent_id, tool_name, tool_args, state, created_at, finished_at, cost_micros FROM agent_action_events WHERE workspace_id = $1 ORDER BY id`, [workspace])
  await makeHistory(await aWorkspace('again', true), WHAT, silent, NOW)
  await makeHistory(await aWorkspace('other', true), { ...WHAT, seed: 8 }, silent, NOW)
  const past = await told('past')
  expect(await told('again')).toEqual(past)
  expect(await told('other')).not.toEqual(past)
})

test('a workspace that is no demo, or has a past already, is left as it is', async () => {
  const real = await aWorkspace('real', false)
  await expect(makeHistory(real, WHAT, silent)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('not a demo') })
  expect(await count('agents WHERE workspace_id = $1', 'real')).toBe(0)
  await expect(makeHistory({ ...real, workspace: asWorkspaceId('past') }, WHAT, silent)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('already') })
  expect(await count('agent_action_events WHERE workspace_id = $1')).toBe(made.actions)
})

test('its keys are revoked, and nobody can sign in as its people', async () => {
  expect(await count('api_keys WHERE workspace_id = $1 AND revoked_at IS NULL')).toBe(0)
  expect(await count('members m JOIN users u ON u.id = m.id WHERE m.workspace_id = $1 AND NOT u.must_change_password')).toBe(0)
})
