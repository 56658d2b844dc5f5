import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closeOverdueBatch } from '@/lib/actions/close-overdue'
import { approved, pending, read, step, submit, vote } from '@/tests/api/support/ask'
import { call, startGateway, stopGateway } from '@/tests/api/support/gateway'
import { makeKey, makeWorld, owner, rows, set, type World } from '@/tests/api/support/world'

let world: World
beforeAll(async () => {
  await startGateway()
})
afterAll(async () => {
  await stopGateway()
  await owner.end()
})
beforeEach(async () => {
  world = await makeWorld()
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks with wait, gives it time to be waiting, then lets `act` happen and says how long the answer took from there. */
async function whileWaiting(id: unknown, act: () => Promise<unknown>, key = world.key) {
  const asked = read({ key }, id, '?wait=30')
  await pause(300)
  const acted = performance.now()
  await act()
  const answer = await asked
  return { answer, took: performance.now() - acted }
}

describe('an open wait is told at once', () => {
  test.each([['approve', 'approved'], ['reject', 'rejected'], ['reply', 'rejected']] as const)('%s', async (decision, state) => {
    const id = await pending(world)
    const { answer, took } = await whileWaiting(id, () => vote(world, id, decision, 'because'))
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ state, ...(decision === 'reject' && { reject_reason: 'because' }), ...(decision === 'reply' && { response: 'because' }) })
    expect(took).toBeLessThan(4_000)
  })

  test('withdrawn by the agent itself', async () => {
    const id = await pending(world)
    const { answer, took } = await whileWaiting(id, () => step(world, id, 'cancel'))
    expect(answer.body.state).toBe('cancelled')
    expect(took).toBeLessThan(4_000)
  })

  test('a hundred waiters on a hundred actions, each told about its own', async () => {
    await set('UPDATE agent_settings SET max_actions_per_hour = 1000 WHERE agent_id = $1', [world.agent])
    const ids: string[] = []
    for (let n = 0; n < 100; n++) ids.push(await pending(world))
    const asked = ids.map((id) => read(world, id, '?wait=30'))
    await pause(500)
    for (const id of ids) await vote(world, id, 'approve')
    const answers = await Promise.all(asked)
    expect(answers.map(({ body }) => [body.id, body.state])).toEqual(ids.map((id) => [id, 'approved']))
  })
})

describe('it answers without waiting', () => {
  test('when there is nothing to wait for', async () => {
    const id = await approved(world)
    const done = await submit(world, { tool: 'look' })
    const asked = performance.now()
    expect((await read(world, id, '?wait=30')).body.state).toBe('approved')
    expect((await read(world, done.body.id, '?wait=30')).body.state).toBe('executing')
    expect(performance.now() - asked).toBeLessThan(4_000)
  })

  test('when no wait is asked for', async () => {
    const id = await pending(world)
    expect((await read(world, id)).body.state).toBe('pending')
    expect((await read(world, id, '?wait=0')).body.state).toBe('pending')
  })
})

describe('the clock ends a wait as well', () => {
  test('time is up: 200 with what is so', async () => {
    const id = await pending(world)
    const asked = performance.now()
    const answer = await read(world, id, '?wait=1')
    expect([answer.status, answer.body.state]).toEqual([200, 'pending'])
    expect(performance.now() - asked).toBeGreaterThan(950)
    expect(performance.now() - asked).toBeLessThan(6_000)
  })

  test('an approved action is handed over when its hold ends, not before', async () => {
    await set('UPDATE workspaces SET approval_hold_ms = 1500 WHERE id = $1', [world.workspace])
    const id = await pending(world)
    const { answer, took } = await whileWaiting(id, () => vote(world, id, 'approve'))
    expect(answer.body.state).toBe('approved')
    expect(took).toBeGreaterThan(1_400)
    expect(took).toBeLessThan(6_000)
    expect((await step(world, id, 'start', { args: { order: 'ORD-1' } })).status).toBe(200)
  })

  test('nobody decides: the wait ends with the expiry', async () => {
    const id = await pending(world)
    await set(`UPDATE agent_approvals SET expires_at = clock_timestamp() + interval '1 second' WHERE action_id = $1`, [id])
    const worker = setInterval(() => void closeOverdueBatch(), 250)
    const asked = performance.now()
    const answer = await read(world, id, '?wait=30')
    clearInterval(worker)
    expect(answer.body.state).toBe('expired')
    expect(performance.now() - asked).toBeLessThan(10_000)
  })
})

describe('a wait does not outlive its caller', () => {
  test('a revoked key ends it at once, and the next request is refused', async () => {
    const { key, keyId } = await makeKey(world.workspace, world.agent)
    const id = await pending(world)
    const revoke = async () => {
      await set('UPDATE api_keys SET revoked_at = clock_timestamp(), revoked_by = $3 WHERE workspace_id = $1 AND id = $2', [world.workspace, keyId, 'test'])
      const news = { w: world.workspace, e: 'key.revoked', g: world.agent }
      await rows(`SELECT pg_notify('countersign', $1)`, [JSON.stringify(news)])
    }
    const { answer, took } = await whileWaiting(id, revoke, key)
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated'])
    expect(took).toBeLessThan(4_000)
    expect((await read({ key }, id)).body.code).toBe('unauthenticated')
    expect((await read(world, id)).status).toBe(200)
  })

  test('the key of another agent revoked meanwhile changes nothing', async () => {
    const id = await pending(world)
    const news = JSON.stringify({ w: world.workspace, e: 'key.revoked', g: 'someone-else' })
    const { answer } = await whileWaiting(id, async () => {
      await rows(`SELECT pg_notify('countersign', $1)`, [news])
      await pause(200)
      await vote(world, id, 'approve')
    })
    expect(answer.body.state).toBe('approved')
  })

  test('news that is not JSON is ignored', async () => {
    const id = await pending(world)
    const { answer } = await whileWaiting(id, async () => {
      await rows(`SELECT pg_notify('countersign', 'nonsense'), pg_notify('countersign', '{}')`)
      await vote(world, id, 'approve')
    })
    expect(answer.body.state).toBe('approved')
  })

  test('the listening connection breaks: the wait hears about what happened meanwhile', async () => {
    const id = await pending(world)
    const { answer, took } = await whileWaiting(id, async () => {
      await rows(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'countersign-listen' AND datname = current_database()`)
      await vote(world, id, 'approve')
    })
    expect(answer.body.state).toBe('approved')
    expect(took).toBeLessThan(4_000)
  })

  test('a caller that hangs up is forgotten', async () => {
    const id = await pending(world)
    const gone = new AbortController()
    const asked = call(`/v1/actions/${id}?wait=60`, { key: world.key, signal: gone.signal })
    await pause(200)
    gone.abort()
    await expect(asked).rejects.toThrow(/abort/)
    expect((await read(world, id)).status).toBe(200)
  })
})

test('a server that stops answers its open waits and is gone', async () => {
  await stopGateway()
  await startGateway()
  const id = await pending(world)
  const asked = read(world, id, '?wait=60')
  await pause(200)
  const stopped = performance.now()
  await stopGateway()
  expect(performance.now() - stopped).toBeLessThan(4_000)
  expect((await asked).body.state).toBe('pending')
  await startGateway()
})
