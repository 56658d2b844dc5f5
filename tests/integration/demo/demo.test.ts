import { eventually, openGateway, personOf } from './stage'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changeSettings } from '@/lib/agents/change-settings'
import { setPermission } from '@/lib/agents/set-permission'
import { closeLostDemos } from '@/lib/demo/close-lost'
import { performDemo } from '@/lib/demo/perform'
import { startDemo } from '@/lib/demo/start'
import { demoStatus } from '@/lib/demo/status'
import { stopDemo } from '@/lib/demo/stop'
import { DEMO_WORKSPACE } from '@/lib/demo/workspace'
import { query } from '@/lib/db'

let http: Awaited<ReturnType<typeof openGateway>>
let admin: Awaited<ReturnType<typeof personOf>>
const errors: unknown[] = []

beforeAll(async () => {
  http = await openGateway()
  admin = await personOf('home', ['admin'])
})
beforeEach(() => void errors.splice(0))
afterAll(() => http.close())

const perform = (id: string, signal = new AbortController().signal) =>
  performDemo({ workspace: DEMO_WORKSPACE, id }, { gatewayUrl: http.url, signal, onError: (error) => errors.push(error) })
const count = async (sql: string) => (await query<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`, [DEMO_WORKSPACE]))[0]?.n ?? 0
const pending = () => count(`agent_approvals WHERE workspace_id = $1 AND status = 'pending'`)
const liveKeys = () => count('api_keys WHERE workspace_id = $1 AND revoked_at IS NULL')
const events = (name: string) =>
  query<{ output: string }>('SELECT output_data AS output FROM agent_audit_log WHERE workspace_id = $1 AND action = $2 ORDER BY id', [DEMO_WORKSPACE, name])

describe('the demo', { timeout: 120_000 }, () => {
  test('asks for eight decisions, reads and is refused; a second start changes nothing; a stop takes everything back', async () => {
    const demo = await startDemo(admin)
    expect(demo).toMatchObject({ workspace: 'shop', started: true })
    expect(await count(`members WHERE workspace_id = $1 AND cardinality(roles) = 4`)).toBe(1)
    const playing = perform(demo.id)
    expect(await eventually(pending, (n) => n >= 8)).toBeGreaterThanOrEqual(8)
    expect(await count(`agents WHERE workspace_id = $1`)).toBe(10)
    expect(await count(`tools WHERE workspace_id = $1 AND NOT discovered`)).toBe(9)
    expect(await eventually(() => count(`agent_action_events WHERE workspace_id = $1 AND state = 'denied'`), (n) => n >= 3)).toBeGreaterThanOrEqual(3)
    expect(await count(`agent_action_events WHERE workspace_id = $1 AND state = 'succeeded'`)).toBeGreaterThanOrEqual(5)
    expect(await demoStatus(DEMO_WORKSPACE)).toMatchObject({ state: 'running', stopping: false })
    expect(await startDemo(admin)).toEqual({ ...demo, started: false })

    expect(await stopDemo(admin)).toBe(true)
    await playing
    expect(await demoStatus(DEMO_WORKSPACE)).toMatchObject({ state: 'ended', endedWhy: 'stopped' })
    expect(await pending()).toBe(0)
    expect(await liveKeys()).toBe(0)
    expect(JSON.parse((await events('demo.ended'))[0]?.output ?? '{}')).toMatchObject({ why: 'stopped', cancelled: expect.any(Number) })
    expect(errors).toEqual([])
    expect(await stopDemo(admin)).toBe(false)
  })

  test('runs again in the same workspace, and leaves what a person changed', async () => {
    const owner = { ...admin, workspace: DEMO_WORKSPACE }
    await changeSettings(owner, { agentId: 'sales-agent', change: { maxActionsPerHour: 7 } })
    await setPermission(owner, { agentId: 'sales-agent', toolId: 'lookup_order', effect: 'deny' })
    const demo = await startDemo(admin)
    const leaving = new AbortController()
    const playing = perform(demo.id, leaving.signal)
    await eventually(pending, (n) => n >= 8)
    expect(await count('agents WHERE workspace_id = $1')).toBe(10)
    expect((await events('agent.created')).length).toBe(10)
    expect(await count(`agent_settings WHERE workspace_id = $1 AND agent_id = 'sales-agent' AND max_actions_per_hour = 7`)).toBe(1)
    expect(await count(`agent_permissions WHERE workspace_id = $1 AND agent_id = 'sales-agent' AND tool_id = 'lookup_order' AND effect = 'deny'`)).toBe(1)
    leaving.abort()
    await playing
    expect(await demoStatus(DEMO_WORKSPACE)).toMatchObject({ state: 'ended', endedWhy: 'shutdown' })
    expect(await pending()).toBe(0)
  })

  test('whose worker was killed is closed by the next one, and says so', async () => {
    const demo = await startDemo(admin)
    const leaving = new AbortController()
    const playing = perform(demo.id, leaving.signal)
    await eventually(pending, (n) => n >= 8)
    await query(`UPDATE demo_shop.demos SET heartbeat_at = heartbeat_at - interval '1 minute', state = 'ended', ended_at = clock_timestamp(), ended_why = 'interrupted' WHERE id = $1`, [demo.id])
    expect(await closeLostDemos(http.url)).toBe(1)
    await playing
    expect(await pending()).toBe(0)
    expect(await liveKeys()).toBe(0)
    expect(await demoStatus(DEMO_WORKSPACE)).toMatchObject({ state: 'ended', endedWhy: 'interrupted' })
    expect(await closeLostDemos(http.url)).toBe(0)
  })

  test('is not for those who are no admin', async () => {
    const reviewer = { ...admin, actor: { ...admin.actor, roles: ['reviewer' as const] } }
    await expect(startDemo(reviewer)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(stopDemo(reviewer)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
