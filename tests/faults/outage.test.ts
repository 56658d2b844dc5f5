import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registerKeys } from '@/lib/signing/register'
import { builtActions, postAction } from '@/tests/e2e/support/post-action'
import { sessionOf } from '@/tests/e2e/support/signed-in'
import { aWorld, type World } from '@/tests/support/world'
import { aCluster, type Cluster } from './support/cluster'
import { Running } from './support/process'
import { halfWritten } from './support/rows'
import { treeFaults } from './support/tree'

// Database, signer and sequencer broken in turn: nothing is granted, somebody is told, and it recovers by itself.
/** As in production. */
const SOON = { LOG_LATE_S: '10' }
const ARGS = { order: 'ORD-1' }
const keyFile = path.join(process.env.DATA_DIR ?? '', 'signing-keys.json')

let cluster: Cluster
let owner: Pool
let world: World
let key: string
let cookie: string
let desk: Running
let gateway: Running
let worker: Running

beforeAll(async () => {
  cluster = await aCluster()
  owner = new Pool({ connectionString: cluster.database.ownerUrl, max: 4 })
  owner.on('error', () => undefined)
  world = await aWorld()
  await registerKeys()
  await world.tool('change', 3)
  await world.tool('look', 0)
  key = (await world.agent('agent', { settings: { maxActionsPerHour: 1_000_000, autoTrigger: true } })).secret
  cookie = (await sessionOf(world, ['reviewer', 'admin'])).cookie
  ;[desk, gateway, worker] = await Promise.all([Running.launch('desk', SOON), Running.launch('gateway', SOON), Running.launch('worker')])
})
afterAll(async () => {
  await Promise.all([desk?.end(), gateway?.end(), worker?.end()])
  await owner?.end()
  await cluster?.remove()
})

interface Answer {
  status: number
  body: Record<string, unknown>
}

async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000), ...init })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const post = (to: string, body: object, more: Record<string, string> = {}) =>
  ask(gateway.url + to, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...more }, body: JSON.stringify(body) })
const submit = (idempotencyKey: string) => post('/v1/actions', { tool: 'change', args: ARGS }, { 'idempotency-key': idempotencyKey })
const start = (id: string) => post(`/v1/actions/${id}/start`, { args: ARGS })
const page = async () => (await fetch(`${desk.url}/approvals`, { headers: { cookie, 'accept-language': 'en' } })).text()
const ready = (door: Running) => ask(`${door.url}/readyz`)

let asked = 0
async function pending(): Promise<{ id: string; approval: string; hash: string }> {
  const { body } = await submit(`scene-${asked++}`)
  const { rows } = await owner.query<{ id: string; approval: string; hash: string }>(
    'SELECT action_id AS id, id AS approval, action_hash AS hash FROM agent_approvals WHERE workspace_id = $1 AND action_id = $2',
    [world.workspace, body.id],
  )
  return rows[0] ?? { id: '', approval: '', hash: '' }
}

function decide({ approval, hash }: { approval: string; hash: string }) {
  const action = builtActions().find(({ name }) => name === 'decideApproval')
  if (!action) throw new Error('the build has no decideApproval')
  return postAction(desk.url, action, { cookie, fields: { approval, hash, decision: 'approve' } })
}

async function approved(): Promise<string> {
  const waiting = await pending()
  expect((await decide(waiting)).ok).toBe(true)
  return waiting.id
}

const grants = async () => (await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM execution_grants WHERE workspace_id = $1', [world.workspace])).rows[0]?.n
const waitingEntries = async () => (await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM audit_pending WHERE workspace_id = $1', [world.workspace])).rows[0]?.n ?? 0

async function whole(): Promise<void> {
  expect(await treeFaults(owner, world.workspace)).toEqual([])
  expect(await halfWritten(owner, world.workspace)).toEqual([])
}

describe('the database', () => {
  test('is gone: nothing is accepted, decided or started, both doors say so, and all goes on when it is back', async () => {
    const [waiting, startable] = [await pending(), await approved()]
    await cluster.kill('all')
    const refused = await Promise.all([submit('while-gone'), start(startable)])
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual([[503, 'unavailable'], [503, 'unavailable']])
    expect((await decide(waiting)).code).toBe('unavailable')
    expect(await ready(gateway)).toMatchObject({ status: 503, body: { detail: 'The database cannot be reached.' } })
    expect(await ready(desk)).toMatchObject({ status: 503, body: { detail: 'The database cannot be reached.' } })

    await cluster.revive()
    await expect.poll(async () => (await submit('while-gone')).status, { timeout: 15_000 }).toBe(201)
    await expect.poll(async () => (await decide(waiting)).ok, { timeout: 15_000 }).toBe(true)
    for (const id of [waiting.id, startable]) expect((await start(id)).status).toBe(200)
    expect([(await ready(gateway)).status, (await ready(desk)).status]).toEqual([200, 200])
    await whole()
  })

  test('is frozen: nobody gets a yes, and the same request asked again has its effect once', async () => {
    const [waiting, startable] = [await pending(), await approved()]
    const before = await grants()
    const pids = await cluster.pids()
    for (const pid of pids) process.kill(pid, 'SIGSTOP')
    const statuses = [submit('while-frozen'), start(startable)].map((answer) => answer.then(({ status }) => status, String))
    const voted = Promise.race([decide(waiting).then(({ code }) => code, String), sleep(30_000, 'no answer')])
    const answers = await Promise.all([...statuses, voted]).finally(() => {
      for (const pid of pids) process.kill(pid, 'SIGCONT')
    })
    expect(answers).toEqual([503, 503, 'unavailable'])
    await expect.poll(async () => (await submit('while-frozen')).status, { timeout: 15_000 }).toBe(201)
    await expect.poll(async () => [200, 409].includes((await start(startable)).status), { timeout: 15_000 }).toBe(true)
    expect(await grants()).toBe((before ?? 0) + 1)
    await whole()
  })
})

test.each([
  ['the signing keys are', () => 'no keys at all'],
  ['the key of the log alone is', (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), log: 'no key' })],
  ['the key of the receipts alone is', (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), grant: 'no key' })],
])('%s damaged in the file: nothing starts, the log waits, and both go on once the file is back', async (_, damaged) => {
  const startable = await approved()
  const before = await grants()
  await treeFaults(owner, world.workspace)
  const text = await readFile(keyFile, 'utf8')
  await writeFile(`${keyFile}.broken`, damaged(text))
  await rename(`${keyFile}.broken`, keyFile)
  const refused = await start(startable)
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([503, 'unavailable', 'Receipts cannot be signed right now. Nothing was started; try again.'])
  expect(await ready(gateway)).toMatchObject({ status: 200, body: { status: 'degraded', detail: expect.stringContaining('Receipts cannot be signed') } })
  expect(await grants()).toBe(before)
  expect((await submit(`while-unsigned-${asked}`)).status).toBe(201)
  expect(await waitingEntries()).toBeGreaterThan(0)

  await writeFile(`${keyFile}.good`, text, { mode: 0o600 })
  await rename(`${keyFile}.good`, keyFile)
  expect((await start(startable)).status).toBe(200)
  await whole()
  expect((await ready(gateway)).body).toEqual({ status: 'ready' })
})

test('the sequencer is gone: nothing is granted, no entry is lost, gateway and desk say so, and it catches up', async () => {
  await worker.end('SIGKILL')
  // One that cannot sign does not take its place, whether it ends at once, because there is a log to compare, or later.
  const useless = await Running.launch('worker', { COUNTERSIGN_LOG_KEY: 'no key' }).catch((refused: Error) => void expect(refused.message).toContain('COUNTERSIGN_LOG_KEY is not a signing key'))
  const id = await approved()
  const meanwhile = await waitingEntries()
  expect(meanwhile).toBeGreaterThan(0)
  await expect.poll(async () => (await ready(gateway)).body.status, { timeout: 20_000, interval: 500 }).toBe('degraded')
  expect((await ready(gateway)).body.detail).toMatch(/log/i)
  expect(await page()).toContain('aria-label="The audit log is behind"')
  const before = await grants()
  const refused = await Promise.all([start(id), post('/v1/actions', { tool: 'look', args: ARGS })])
  expect(refused.map(({ status, body }) => [status, body.code])).toEqual([[503, 'unavailable'], [503, 'unavailable']])
  expect(await grants()).toBe(before)
  // Asking and deciding go on: neither grants anything, and both are covered later.
  await approved()
  expect(await waitingEntries()).toBeGreaterThan(meanwhile)

  await useless?.end()
  await worker.start()
  await whole()
  expect((await ready(gateway)).body).toEqual({ status: 'ready' })
  expect(await page()).not.toContain('aria-label="The audit log is behind"')
  expect((await start(id)).status).toBe(200)
})
