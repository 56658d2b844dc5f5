import { afterAll, beforeAll, expect, test } from 'vitest'
import { ActionPage, ActionView, StartAnswer, SubmitAnswer } from '@/packages/sdk/contract/actions'
import { approved, ARGS, read, step, submit } from '@/tests/api/support/ask'
import { call, startGateway, stopGateway } from '@/tests/api/support/gateway'
import { makeAgent, makeWorld, owner, set, type World } from '@/tests/api/support/world'

let world: World
beforeAll(async () => {
  await startGateway()
  world = await makeWorld()
})
afterAll(async () => {
  await stopGateway()
  await owner.end()
})

const list = async (query: string, key = world.key) => ActionPage.parse((await call(`/v1/actions${query}`, { key })).body)

test('pages hold each action once, newest first, also where times are equal', async () => {
  const ids: string[] = []
  for (let n = 0; n < 7; n++) ids.push(String((await submit(world, { tool: n % 2 ? 'look' : 'change' })).body.id))
  await set(`UPDATE agent_action_events SET created_at = date_trunc('minute', created_at) WHERE workspace_id = $1`, [world.workspace])
  const found: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: ActionPage = await list(`?limit=2${cursor && `&cursor=${cursor}`}`)
    expect(page.actions.length).toBeLessThanOrEqual(2)
    found.push(...page.actions.map(({ id }) => id))
    cursor = page.next_cursor
  }
  expect(found).toHaveLength(7)
  expect([...found].sort()).toEqual([...ids].sort())
  expect(found).toEqual([...found].sort().reverse())
})

test('filters narrow, and an agent never sees another one’s actions', async () => {
  expect((await list('?tool=look')).actions.every(({ tool }) => tool === 'look')).toBe(true)
  expect((await list('?state=pending')).actions.length).toBe(4)
  expect((await list('?state=rejected')).actions).toEqual([])
  expect((await list('?since=2100-01-01T00:00:00%2B02:00')).actions).toEqual([])
  const sibling = await makeAgent(world.workspace)
  expect(await list('', sibling.key)).toEqual({ actions: [], next_cursor: null })
})

test('every answer fits the contract, and one action reads the same everywhere', async () => {
  const asked = await submit(world, {
    action_name: 'Change it', action_name_he: 'לשנות', description: 'why', context: 'what led here', evidence: [{ label: 'a', value: 'b' }],
    workflow: 'w', stage: 'commit', trust_level: 'L3', action_type: 'COMMIT_ORDER', run_id: 'r', client_id: 'c', expires_in_s: 60,
  })
  const view = ActionView.parse(SubmitAnswer.parse(asked.body))
  expect(view.approval?.url).toMatch(new RegExp(`/approvals/${view.approval?.id}$`))
  expect(Date.parse(view.approval?.expires_at ?? '') - Date.parse(view.created_at)).toBe(60_000)
  expect(ActionView.parse((await read(world, view.id)).body)).toEqual(view)
  expect((await list('?limit=1')).actions[0]).toEqual(view)
})

test('approve, start, report: what the agent is told at each step', async () => {
  const id = await approved(world, { args: { order: 'ORD-1', z: 1, a: [1.5, 'é', null] } })
  const args = { a: [1.5, 'é', null], z: 1, order: 'ORD-1' }
  expect((await step(world, id, 'start', { args: { ...args, z: 2 } })).body.code).toBe('args_mismatch')
  const started = StartAnswer.parse((await step(world, id, 'start', { args })).body)
  expect(started.args).toEqual(args)
  const result = { success: true, output: { ok: true }, duration_ms: 12, tokens: { input: 3, output: 4 }, cost_micros: 5, currency: 'USD', http_status: 200 }
  const reported = ActionView.parse((await step(world, id, 'result', result)).body)
  expect([reported.state, reported.result]).toEqual(['succeeded', { ...result, reported_at: reported.result?.reported_at }])
  expect(ActionView.parse((await read(world, id)).body)).toEqual(reported)
})

test('a failure is reported with its words', async () => {
  const id = await approved(world)
  await step(world, id, 'start', ARGS)
  const { body } = await step(world, id, 'result', { success: false, error: 'no stock' })
  expect(body).toMatchObject({ state: 'failed', result: { success: false, error: 'no stock' } })
})
