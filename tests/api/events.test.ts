import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closeOverdueBatch } from '@/lib/actions/close-overdue'
import { ARGS, pending, step, submit, vote } from '@/tests/api/support/ask'
import { call, gatewayPort, startGateway, stopGateway } from '@/tests/api/support/gateway'
import { makeAgent, makeKey, makeWorld, owner, rows, set, type World } from '@/tests/api/support/world'

interface Told {
  id?: string
  event: string
  data: { id?: string; state?: string; code?: string; reject_reason?: string }
  at: number
}

let world: World
const open = new Set<ClientRequest>()
beforeAll(async () => {
  await startGateway()
})
afterAll(async () => {
  for (const each of open) each.destroy()
  await stopGateway()
  await owner.end()
})
beforeEach(async () => {
  world = await makeWorld()
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A client that reads the stream as bytes, like any HTTP client, and knows when the server ended it. */
function listen(id: string, key = world.key, last?: string) {
  const told: Told[] = []
  let ended: number | null = null
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request({ port: gatewayPort(), path: `/v1/actions/${id}/events`, headers: { authorization: `Bearer ${key}`, ...(last && { 'last-event-id': last }) } }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const fields = Object.fromEntries(text.slice(0, end).split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2))) as Record<string, string>
          if (fields.event) told.push({ id: fields.id, event: fields.event, data: JSON.parse(fields.data ?? '{}') as Told['data'], at: performance.now() })
          text = text.slice(end + 2)
        }
      })
      answer.on('end', () => (ended = performance.now()))
      resolve(answer)
    })
    asked.on('error', reject)
    asked.end()
    open.add(asked)
  })
  const until = async (what: () => boolean) => {
    const limit = performance.now() + 10_000
    while (!what() && performance.now() < limit) await pause(20)
    return what()
  }
  return { told, answered, states: () => told.map(({ data }) => data.state), reached: (count: number) => until(() => told.length >= count), over: () => until(() => ended !== null), endedAt: () => ended }
}

describe('an action’s events', () => {
  test('tell it as it is, then each change, and end with the action', async () => {
    const id = await pending(world)
    const stream = listen(id)
    const { statusCode, headers } = await stream.answered
    expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/event-stream; charset=utf-8', 'no-store'])
    await stream.reached(1)
    await vote(world, id, 'approve')
    await stream.reached(2)
    await step(world, id, 'start', ARGS)
    await stream.reached(3)
    await step(world, id, 'result', { success: true, output: { ok: 1 } })
    expect(await stream.over()).toBe(true)
    expect(stream.states()).toEqual(['pending', 'approved', 'executing', 'succeeded'])
    const { body } = await call(`/v1/actions/${id}`, { key: world.key })
    expect(stream.told.at(-1)?.data).toEqual(body)
  })

  test('are told at once', async () => {
    const id = await pending(world)
    const stream = listen(id)
    await stream.reached(1)
    const acted = performance.now()
    await vote(world, id, 'reject', 'because')
    await stream.reached(2)
    expect((stream.told[1]?.at ?? Infinity) - acted).toBeLessThan(2_000)
    expect(stream.told[1]?.data).toMatchObject({ state: 'rejected', reject_reason: 'because' })
    expect(await stream.over()).toBe(true)
  })

  test('go on where they were left: nothing twice, nothing missed', async () => {
    const id = await pending(world)
    const first = listen(id)
    await first.reached(1)
    ;(await first.answered).destroy()
    const mark = first.told[0]?.id
    const second = listen(id, world.key, mark)
    await second.answered
    await pause(400)
    expect(second.told).toEqual([])
    ;(await second.answered).destroy()
    await vote(world, id, 'approve')
    const third = listen(id, world.key, mark)
    await third.reached(1)
    expect(third.states()).toEqual(['approved'])
    ;(await third.answered).destroy()
  })

  test('of an action that has ended are one event; to whoever has it, 204 says not to come again', async () => {
    const id = await pending(world)
    await vote(world, id, 'reject', 'no')
    const stream = listen(id)
    expect(await stream.over()).toBe(true)
    expect(stream.states()).toEqual(['rejected'])
    expect((await listen(id, world.key, stream.told[0]?.id).answered).statusCode).toBe(204)
  })

  test('end when the clock closes it', async () => {
    const id = await pending(world)
    const stream = listen(id)
    await stream.reached(1)
    await set(`UPDATE agent_approvals SET expires_at = created_at + interval '1 millisecond' WHERE action_id = $1`, [id])
    await closeOverdueBatch()
    expect(await stream.over()).toBe(true)
    expect(stream.states().at(-1)).toBe('expired')
  })

  test('say nothing when others speak of it: a comment is none of the agent’s business', async () => {
    const id = await pending(world)
    const stream = listen(id)
    await stream.reached(1)
    await rows(`SELECT pg_notify('countersign', $1)`, [JSON.stringify({ w: world.workspace, e: 'approval.commented', a: id, g: world.agent })])
    await pause(400)
    expect(stream.told).toHaveLength(1)
    ;(await stream.answered).destroy()
  })

  test('are refused like a read: another agent’s action does not exist, and without a key there is nothing', async () => {
    const id = await pending(world)
    const other = await makeAgent(world.workspace)
    expect((await call(`/v1/actions/${id}/events`, { key: other.key })).body.code).toBe('not_found')
    expect((await call(`/v1/actions/${id}/events`)).body.code).toBe('unauthenticated')
    const blind = await makeKey(world.workspace, world.agent, ['config:read'])
    expect((await call(`/v1/actions/${id}/events`, { key: blind.key })).body.code).toBe('forbidden')
  })
})

test.each([true, false])('a revoked key ends its streams within a second, also where nobody was told (told: %s)', async (tells) => {
  const { key, keyId } = await makeKey(world.workspace, world.agent)
  const id = await pending(world)
  const [mine, other] = [listen(id, key), listen(id)]
  await Promise.all([mine.reached(1), other.reached(1)])
  await set('UPDATE api_keys SET revoked_at = clock_timestamp(), revoked_by = $3 WHERE workspace_id = $1 AND id = $2', [world.workspace, keyId, 'test'])
  const revoked = performance.now()
  if (tells) {
    await rows(`SELECT pg_notify('countersign', $1)`, [JSON.stringify({ w: world.workspace, e: 'key.revoked', g: world.agent })])
    // Happens before the stream can have ended, and is told only to whoever may still hear it.
    await vote(world, id, 'approve')
  }
  expect(await mine.over()).toBe(true)
  const took = (mine.endedAt() ?? Infinity) - revoked
  process.stdout.write(`the stream of a revoked key (told: ${tells}): ended after ${Math.round(took)} ms\n`)
  // Below the 5 s after which everything is read again, so it is the check of each second that ended it; a busy machine adds to that.
  expect(took).toBeLessThan(4_000)
  expect(mine.told.at(-1)).toMatchObject({ event: 'problem', data: { code: 'unauthenticated' } })
  expect(mine.states().slice(0, -1)).toEqual(['pending'])
  if (!tells) await vote(world, id, 'approve')
  await other.reached(2)
  expect(other.states()).toEqual(['pending', 'approved'])
  ;(await other.answered).destroy()
})

test('an action that the rules allow is told until its result', async () => {
  const done = await submit(world, { tool: 'look' })
  const id = String(done.body.id)
  const stream = listen(id)
  await stream.reached(1)
  await step(world, id, 'result', { success: false, error: 'nothing there' })
  expect(await stream.over()).toBe(true)
  expect(stream.states()).toEqual(['executing', 'failed'])
})

test('a server that stops ends its streams and is gone', async () => {
  const stream = listen(await pending(world))
  await stream.reached(1)
  const stopped = performance.now()
  await stopGateway()
  expect(performance.now() - stopped).toBeLessThan(4_000)
  expect(await stream.over()).toBe(true)
  await startGateway()
})
