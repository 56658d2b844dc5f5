import { afterAll, beforeAll, expect, test } from 'vitest'
import { approved, ARGS, started, step, submit } from '@/tests/api/support/ask'
import { startGateway, stopGateway } from '@/tests/api/support/gateway'
import { makeWorld, owner, rows, settings, type World } from '@/tests/api/support/world'

let world: World
beforeAll(async () => {
  await startGateway()
  world = await makeWorld()
})
afterAll(async () => {
  await stopGateway()
  await owner.end()
})

const tally = (codes: unknown[]) => {
  const counts: Record<string, number> = {}
  for (const code of codes) counts[String(code)] = (counts[String(code)] ?? 0) + 1
  return counts
}
const sixtyFour = <T>(ask: (n: number) => Promise<T>) => Promise.all(Array.from({ length: 64 }, (_, n) => ask(n)))
const countOf = async (sql: string, values: unknown[]) => Number((await rows<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`, values))[0]?.n)

test('64 starts at once: one wins, and the rows say so', async () => {
  const id = await approved(world)
  const answers = await sixtyFour(() => step(world, id, 'start', ARGS))
  expect(tally(answers.map(({ status, body }) => (status === 200 ? 'won' : body.code)))).toEqual({ won: 1, already_started: 63 })
  expect(await countOf('execution_grants WHERE action_id = $1', [id])).toBe(1)
  expect(await countOf(`agent_audit_log WHERE action_id = $1 AND action = 'action.started'`, [id])).toBe(1)
})

test('64 callers with one left in the hour: one passes', async () => {
  await settings(world, 'max_actions_per_hour', 3)
  await rows('DELETE FROM agent_hours WHERE agent_id = $1', [world.agent])
  expect((await submit(world)).status).toBe(201)
  expect((await submit(world)).status).toBe(201)
  const before = await countOf('agent_action_events WHERE agent_id = $1', [world.agent])
  const answers = await sixtyFour(() => submit(world))
  expect(tally(answers.map(({ status }) => status))).toEqual({ 201: 1, 429: 63 })
  expect(await countOf('agent_action_events WHERE agent_id = $1', [world.agent])).toBe(before + 1)
  expect(await countOf(`agent_audit_log WHERE agent_id = $1 AND action = 'action.rate_limited'`, [world.agent])).toBe(1)
  await settings(world, 'max_actions_per_hour', 1000)
})

test('64 different results at once: one is kept, the others are told', async () => {
  const id = await started(world)
  const answers = await sixtyFour((n) => step(world, id, 'result', { success: true, output: n }))
  expect(tally(answers.map(({ status, body }) => (status === 200 ? 'kept' : body.code)))).toEqual({ kept: 1, already_reported: 63 })
  const kept = answers.findIndex(({ status }) => status === 200)
  expect(await rows('SELECT tool_result, state FROM agent_action_events WHERE id = $1', [id])).toEqual([
    { tool_result: String(kept), state: 'succeeded' },
  ])
})

test('start against cancel, 32 each: the action either runs or is withdrawn, never both', async () => {
  const id = await approved(world)
  const answers = await sixtyFour((n) => (n % 2 ? step(world, id, 'start', ARGS) : step(world, id, 'cancel')))
  const ran = answers.filter(({ status, body }) => status === 200 && body.grant !== undefined).length
  const [row] = await rows<{ state: string }>('SELECT state FROM agent_action_events WHERE id = $1', [id])
  expect(row?.state).toBe(ran === 1 ? 'executing' : 'cancelled')
  expect(ran).toBeLessThanOrEqual(1)
  expect(await countOf('execution_grants WHERE action_id = $1', [id])).toBe(ran)
})
