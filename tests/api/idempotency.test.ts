import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approved, ARGS, pending, started, step, submit } from '@/tests/api/support/ask'
import { type Answer, call, startGateway, stopGateway } from '@/tests/api/support/gateway'
import { everything, makeAgent, makeWorld, owner, rows, settings, type World } from '@/tests/api/support/world'

let world: World
beforeAll(async () => {
  await startGateway()
  world = await makeWorld()
})
afterAll(async () => {
  await stopGateway()
  await owner.end()
})

const replayed = (answer: Answer) => answer.headers.get('idempotent-replayed')
const countActions = async () =>
  (await rows<{ n: string }>('SELECT count(*) AS n FROM agent_action_events WHERE workspace_id = $1', [world.workspace]))[0]?.n

const posts: [string, (key: string) => Promise<() => Promise<Answer>>][] = [
  ['submit', async (key) => () => submit(world, {}, { 'idempotency-key': key })],
  ['submit, dry run', async (key) => () => submit(world, { dry_run: true }, { 'idempotency-key': key })],
  ['start', async (key) => {
    const id = await approved(world)
    return () => step(world, id, 'start', ARGS, { 'idempotency-key': key })
  }],
  ['result', async (key) => {
    const id = await started(world)
    return () => step(world, id, 'result', { success: false, error: 'no stock' }, { 'idempotency-key': key })
  }],
  ['cancel', async (key) => {
    const id = await pending(world)
    return () => step(world, id, 'cancel', {}, { 'idempotency-key': key })
  }],
]

describe.each(posts)('%s', (name, prepare) => {
  test('sent again is answered again, byte for byte, and changes nothing', async () => {
    const ask = await prepare(`again ${name}`)
    const first = await ask()
    expect([200, 201]).toContain(first.status)
    expect(replayed(first)).toBeNull()
    const before = await everything()
    const second = await ask()
    expect([second.status, second.text, replayed(second)]).toEqual([first.status, first.text, 'true'])
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'))
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'))
    expect(await everything()).toEqual(before)
  })

  test('sent eight times at once happens once', async () => {
    const ask = await prepare(`at once ${name}`)
    const count = await countActions()
    const answers = await Promise.all(Array.from({ length: 8 }, ask))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers.filter((answer) => replayed(answer) === null)).toHaveLength(1)
    expect(Number(await countActions()) - Number(count)).toBe(name === 'submit' ? 1 : 0)
  })
})

test('a lost answer of start strands nothing: the grant comes again', async () => {
  const id = await approved(world)
  const headers = { 'idempotency-key': 'lost' }
  const { body } = await step(world, id, 'start', ARGS, headers)
  expect((await step(world, id, 'start', ARGS, headers)).body.grant).toBe(body.grant)
  expect((await step(world, id, 'start', ARGS)).body.code).toBe('already_started')
})

test('the key stands for the address too: the same key on another action is a mismatch', async () => {
  const [one, other] = [await pending(world), await pending(world)]
  const headers = { 'idempotency-key': 'two ids' }
  expect((await step(world, one, 'cancel', {}, headers)).status).toBe(200)
  expect((await step(world, other, 'cancel', {}, headers)).body.code).toBe('idempotency_mismatch')
})

test('keys belong to one agent and one route', async () => {
  const sibling = await makeAgent(world.workspace)
  const headers = { 'idempotency-key': 'shared' }
  const [mine, theirs] = [await submit(world, {}, headers), await submit(sibling, {}, headers)]
  expect([mine.status, theirs.status]).toEqual([201, 201])
  expect(theirs.body.id).not.toBe(mine.body.id)
  expect((await step(world, mine.body.id, 'cancel', {}, headers)).status).toBe(200)
})

test('a refusal does not use the key up: the same request may succeed later', async () => {
  const id = await approved(world)
  const headers = { 'idempotency-key': 'later' }
  await settings(world, 'enabled', false)
  expect((await step(world, id, 'start', ARGS, headers)).body.code).toBe('agent_disabled')
  await settings(world, 'enabled', true)
  expect((await step(world, id, 'start', ARGS, headers)).status).toBe(200)
})

test('replays are not counted against the hour', async () => {
  const one = { ...world, ...(await makeAgent(world.workspace)) }
  await settings(one, 'max_actions_per_hour', 1)
  const headers = { 'idempotency-key': 'once' }
  const answers = [await submit(one, {}, headers), await submit(one, {}, headers), await submit(one, {}, headers)]
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
})

test('255 printable characters are a key', async () => {
  const headers = { 'idempotency-key': `~ ${'k'.repeat(252)}!` }
  const first = await call('/v1/actions', { key: world.key, body: { tool: 'look', args: {} }, headers })
  expect(first.status).toBe(201)
})
