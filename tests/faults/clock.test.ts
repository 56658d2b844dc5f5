import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closeDb } from '@/lib/db'
import { builtActions, postAction } from '@/tests/e2e/support/post-action'
import { sessionOf } from '@/tests/e2e/support/signed-in'
import { rows } from '@/tests/support/databases'
import { rewrite } from '@/tests/support/people'
import { aWorld, type World } from '@/tests/support/world'
import { Running } from './support/process'
import { size } from './support/size'

// Every deadline is the database's. A process whose own clock is wrong neither lets anything late through nor refuses anything in time.
const MINUTES = 60_000
const DAY = 24 * 60 * MINUTES
const SHIFTS = [['a day ahead', DAY], ['ten minutes behind', -10 * MINUTES], ['ten minutes ahead', 10 * MINUTES], ['a day behind', -DAY]] as const
const ARGS = { order: 'ORD-1' }
const PRELOAD = './tests/faults/support/shifted-clock.mjs'

const actions = builtActions()
function actionNamed(name: string) {
  const found = actions.find((action) => action.name === name)
  if (!found) throw new Error(`the build has no ${name}`)
  return found
}

let world: World
let key: string
let session: Awaited<ReturnType<typeof sessionOf>>

beforeAll(async () => {
  world = await aWorld()
  await world.tool('change', 3)
  key = (await world.agent('agent', { settings: { maxActionsPerHour: 1_000_000, autoTrigger: true } })).secret
})
beforeEach(async () => {
  session = await sessionOf(world, ['reviewer'])
})
afterAll(closeDb)

const set = (table: string, id: string, change: string) => rewrite(`UPDATE ${table} SET ${change} WHERE workspace_id = $1 AND ${table === 'agent_approvals' ? 'action_id' : 'id'} = $2`, [world.workspace, id])
const soon = (column: string) => `${column} = clock_timestamp() + interval '30 seconds'`
const over = (column: string) => `${column} = clock_timestamp() - interval '1 second'`
const EXPIRED = `created_at = clock_timestamp() - interval '1 hour', ${over('expires_at')}`

interface Stored {
  state: string
  status: string
  approval: string
  hash: string
  votes: number
  grants: number
}

async function stored(id: string): Promise<Stored> {
  const [found] = await rows<Stored>(
    `SELECT e.state, p.status, p.id AS approval, p.action_hash AS hash,
       (SELECT count(*)::int FROM approval_decisions d WHERE d.workspace_id = p.workspace_id AND d.approval_request_id = p.id) AS votes,
       (SELECT count(*)::int FROM execution_grants g WHERE g.workspace_id = e.workspace_id AND g.action_id = e.id) AS grants
     FROM agent_action_events e JOIN agent_approvals p ON p.workspace_id = e.workspace_id AND p.action_id = e.id
     WHERE e.workspace_id = $1 AND e.id = $2`,
    [world.workspace, id],
  )
  if (!found) throw new Error(`no action ${id}`)
  return found
}

describe.each(SHIFTS.slice(0, size(2, SHIFTS.length)))('with the clock of desk, gateway and worker %s', (_, shiftMs) => {
  let desk: Running
  let gateway: Running
  let worker: Running | undefined
  beforeAll(async () => {
    const env = { CLOCK_SHIFT_MS: String(shiftMs) }
    ;[desk, gateway] = await Promise.all([Running.launch('desk', env, [PRELOAD]), Running.launch('gateway', env, [PRELOAD])])
  })
  afterAll(() => Promise.all([desk?.end(), gateway?.end()]))
  afterEach(() => worker?.end())

  async function post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const response = await fetch(gateway.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  const pending = async () => String((await post('/v1/actions', { tool: 'change', args: ARGS })).body.id)

  async function say(id: string, name: 'decideApproval' | 'retractApproval' = 'decideApproval', cookie = session.cookie) {
    const { approval, hash } = await stored(id)
    return postAction(desk.url, actionNamed(name), { cookie, fields: name === 'decideApproval' ? { approval, hash, decision: 'approve' } : { approval } })
  }

  async function approved(): Promise<string> {
    const id = await pending()
    expect((await say(id)).ok).toBe(true)
    return id
  }

  test('the processes really have another time: it is in the ids that they make', async () => {
    const id = await approved()
    const [vote] = await rows<{ id: string }>('SELECT d.id FROM approval_decisions d JOIN agent_approvals p ON p.id = d.approval_request_id WHERE p.action_id = $1', [id])
    for (const made of [id, vote?.id ?? '']) {
      const at = Number.parseInt(made.replaceAll('-', '').slice(0, 12), 16)
      expect(Math.abs(at - Date.now() - shiftMs)).toBeLessThan(60_000)
    }
  })

  test('a decision in time counts, a late one does not', async () => {
    const [inTime, late] = [await pending(), await pending()]
    await set('agent_approvals', inTime, soon('expires_at'))
    await set('agent_approvals', late, EXPIRED)
    expect((await say(inTime)).ok).toBe(true)
    expect((await say(late)).code).toBe('conflict')
    expect(await stored(inTime)).toMatchObject({ state: 'approved', status: 'approved', votes: 1 })
    expect(await stored(late)).toMatchObject({ state: 'expired', status: 'expired', votes: 0 })
  })

  test('a start in time is granted, a late one is not', async () => {
    const [inTime, late] = [await approved(), await approved()]
    await set('agent_action_events', inTime, soon('execute_by'))
    await set('agent_action_events', late, over('execute_by'))
    const granted = await post(`/v1/actions/${inTime}/start`, { args: ARGS })
    const [clock] = await rows<{ now: number }>('SELECT extract(epoch FROM clock_timestamp())::float8 AS now')
    expect(granted.status).toBe(200)
    const { iat, exp } = JSON.parse(Buffer.from(String(granted.body.grant).split('.')[1] ?? '', 'base64url').toString()) as { iat: number; exp: number }
    expect(Math.abs(iat - (clock?.now ?? 0))).toBeLessThan(30)
    expect(exp - iat).toBe(300)
    const refused = await post(`/v1/actions/${late}/start`, { args: ARGS })
    expect([refused.status, refused.body.code]).toEqual([409, 'lapsed'])
    expect(await stored(late)).toMatchObject({ state: 'lapsed', grants: 0 })
  })

  test('nothing starts within its hold, and it can be taken back until then; afterwards the other way round', async () => {
    const [held, back, gone] = [await approved(), await approved(), await approved()]
    for (const id of [held, back]) await set('agent_action_events', id, `startable_at = clock_timestamp() + interval '1500 milliseconds'`)
    const refused = await post(`/v1/actions/${held}/start`, { args: ARGS })
    expect([refused.status, refused.body.code]).toEqual([409, 'on_hold'])
    expect((await say(back, 'retractApproval')).ok).toBe(true)
    expect((await stored(back)).state).toBe('pending')
    await set('agent_action_events', gone, over('startable_at'))
    expect((await say(gone, 'retractApproval')).code).toBe('conflict')
    await sleep(1_600)
    expect((await post(`/v1/actions/${held}/start`, { args: ARGS })).status).toBe(200)
  })

  test('a result in time is taken, a late one leaves the action unknown', async () => {
    const [inTime, late] = [await approved(), await approved()]
    for (const id of [inTime, late]) expect((await post(`/v1/actions/${id}/start`, { args: ARGS })).status).toBe(200)
    await set('agent_action_events', inTime, soon('result_due'))
    await set('agent_action_events', late, over('result_due'))
    expect((await post(`/v1/actions/${inTime}/result`, { success: true })).status).toBe(200)
    expect((await post(`/v1/actions/${late}/result`, { success: true })).status).toBe(409)
    expect((await stored(late)).state).toBe('unknown')
  })

  test('what is asked is given its time, and its place in the hour, by the database', async () => {
    const { body } = await post('/v1/actions', { tool: 'change', args: ARGS, expires_in_s: 60 })
    const [found] = await rows<{ age: number; window: number; hours: number }>(
      `SELECT extract(epoch FROM clock_timestamp() - e.created_at)::float8 AS age, extract(epoch FROM p.expires_at - p.created_at)::float8 AS window,
         (SELECT count(*)::int FROM agent_hours h WHERE h.workspace_id = $1 AND h.hour NOT BETWEEN clock_timestamp() - interval '2 hours' AND clock_timestamp()) AS hours
       FROM agent_action_events e JOIN agent_approvals p ON p.workspace_id = e.workspace_id AND p.action_id = e.id WHERE e.workspace_id = $1 AND e.id = $2`,
      [world.workspace, body.id],
    )
    expect(found?.age).toBeGreaterThanOrEqual(0)
    expect(found?.age).toBeLessThan(60)
    expect(found).toMatchObject({ window: 60, hours: 0 })
  })

  test('a session holds until its end, and no longer', async () => {
    const { sessionId } = session.ctx.actor
    const [during, after] = [await pending(), await pending()]
    await rewrite(`UPDATE sessions SET ${soon('expires_at')} WHERE id = $1`, [sessionId])
    expect((await say(during)).ok).toBe(true)
    await rewrite(`UPDATE sessions SET ${over('expires_at')} WHERE id = $1`, [sessionId])
    expect((await say(after)).code).toBe('unauthenticated')
    expect(await stored(after)).toMatchObject({ state: 'pending', votes: 0 })
  })

  test('the worker closes what is over, and only that', async () => {
    const [open, expired, ready, lapsed, running, lost] = [await pending(), await pending(), await approved(), await approved(), await approved(), await approved()]
    for (const id of [running, lost]) await post(`/v1/actions/${id}/start`, { args: ARGS })
    await set('agent_approvals', open, soon('expires_at'))
    await set('agent_approvals', expired, EXPIRED)
    await set('agent_action_events', ready, soon('execute_by'))
    await set('agent_action_events', lapsed, over('execute_by'))
    await set('agent_action_events', running, soon('result_due'))
    await set('agent_action_events', lost, over('result_due'))
    const states = async () => Promise.all([open, expired, ready, lapsed, running, lost].map(async (id) => (await stored(id)).state))
    worker = await Running.launch('worker', { CLOCK_SHIFT_MS: String(shiftMs) }, [PRELOAD])
    await expect.poll(states, { timeout: 10_000 }).toEqual(['pending', 'expired', 'approved', 'lapsed', 'executing', 'unknown'])
    await sleep(1_200)
    expect(await states()).toEqual(['pending', 'expired', 'approved', 'lapsed', 'executing', 'unknown'])
  })
})
