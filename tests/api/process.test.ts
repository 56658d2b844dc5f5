import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { pending } from '@/tests/api/support/ask'
import { startGateway, stopGateway } from '@/tests/api/support/gateway'
import { makeWorld, owner, rows, type World } from '@/tests/api/support/world'

let world: World
let id: string
beforeAll(async () => {
  await startGateway()
  world = await makeWorld()
  id = await pending(world)
  await stopGateway()
})
afterAll(() => owner.end())

let child: ChildProcess
afterEach(() => void child.kill('SIGKILL'))

/** The gateway as `npm start` runs it: its own process, told where to listen, ready over IPC. */
async function launch(env: Record<string, string> = {}): Promise<string> {
  child = fork('gateway/main.ts', { execArgv: ['--import', 'tsx'], env: { ...process.env, GATEWAY_PORT: '0', LISTEN_ADDRESS: '127.0.0.1', ...env }, silent: true })
  const [message] = (await once(child, 'message')) as [{ ready: boolean; port: number }]
  expect(message).toEqual({ ready: true, port: expect.any(Number) })
  return `http://127.0.0.1:${message.port}`
}

const get = (base: string, path: string) => fetch(base + path, { headers: { authorization: `Bearer ${world.key}` } })

async function exitAfter(stop: () => void): Promise<{ code: unknown; ms: number }> {
  const started = performance.now()
  const exited = once(child, 'exit')
  stop()
  const [code] = (await exited) as unknown[]
  return { code, ms: performance.now() - started }
}

describe('it stops cleanly, answering who waits', () => {
  test.each([
    ['SIGTERM', () => child.kill('SIGTERM')],
    ['SIGINT', () => child.kill('SIGINT')],
    ['its supervisor is gone', () => child.disconnect()],
  ])('%s', async (_, stop) => {
    const base = await launch()
    const waiting = get(base, `/v1/actions/${id}?wait=60`)
    await new Promise((resolve) => setTimeout(resolve, 500))
    const { code, ms } = await exitAfter(() => void stop())
    expect(code).toBe(0)
    expect(ms).toBeLessThan(8_000)
    const answer = await waiting
    expect([answer.status, ((await answer.json()) as { state: string }).state]).toEqual([200, 'pending'])
  })
})

describe('health', () => {
  test('without METRICS_TOKEN there is nothing to scrape', async () => {
    expect((await get(await launch(), '/metrics')).status).toBe(404)
  })
  test('alive and ready', async () => {
    await rows('DELETE FROM audit_pending')
    const base = await launch()
    expect(await (await get(base, '/healthz')).json()).toEqual({ status: 'ok' })
    expect(await (await get(base, '/readyz')).json()).toEqual({ status: 'ready' })
  })

  test('while nobody sequences the log it serves, and says so', async () => {
    const base = await launch({ LOG_LATE_S: '10' })
    await rows(`INSERT INTO audit_pending (workspace_id, entry_id, at) VALUES ('w', gen_random_uuid(), clock_timestamp() - interval '11 seconds')`)
    const answer = await get(base, '/readyz')
    await rows('DELETE FROM audit_pending')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ status: 'degraded', detail: expect.stringMatching(/^The audit log is behind: 1 entry waits for the tree, the oldest for 1[1-9] s/) as string })
  })

  test('with the database down: alive, not ready, 503 to agents, and nothing granted', async () => {
    const closed = await unusedPort()
    const base = await launch({ DATABASE_APP_URL: `postgresql://nobody@127.0.0.1:${closed}/x` })
    expect((await get(base, '/healthz')).status).toBe(200)
    for (const path of ['/readyz', '/v1/config', `/v1/actions/${id}`]) {
      const answer = await get(base, path)
      expect([path, answer.status]).toEqual([path, 503])
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(((await answer.json()) as { code: string }).code).toBe('unavailable')
    }
  })

  test('with a migration missing: not ready, and it says which', async () => {
    const base = await launch()
    const name = (await rows<{ name: string }>('SELECT max(migration_name) AS name FROM _prisma_migrations'))[0]?.name ?? ''
    await rows('UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = $1', [name])
    const answer = await get(base, '/readyz')
    await rows('UPDATE _prisma_migrations SET finished_at = now() WHERE migration_name = $1', [name])
    expect(answer.status).toBe(503)
    expect(((await answer.json()) as { detail: string }).detail).toContain(name)
  })
})

test('with all connections in use: 503 after the pool’s wait, not a hang and not a 500', async () => {
  const base = await launch({ DATABASE_POOL: '2' })
  const client = await owner.connect()
  await client.query('BEGIN; LOCK TABLE api_keys IN ACCESS EXCLUSIVE MODE')
  const asked = Array.from({ length: 6 }, () => get(base, '/v1/config'))
  const first = await Promise.race(asked)
  expect([first.status, first.headers.has('retry-after')]).toEqual([503, true])
  await client.query('ROLLBACK')
  client.release()
  // Two had a connection and go on; of the others, whoever still waited when the lock went may too.
  const statuses = (await Promise.all(asked)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([200, 503]))
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(2)
})

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 1
}
