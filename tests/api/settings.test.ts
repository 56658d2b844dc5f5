import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createKey } from '@/lib/agents/create-key'
import { revokeKey } from '@/lib/agents/revoke-key'
import type { Ctx } from '@/lib/context'
import { AgentConfig } from '@/packages/sdk/contract/config'
import { approved, ARGS, read, step, submit } from '@/tests/api/support/ask'
import { call, startGateway, stopGateway } from '@/tests/api/support/gateway'
import { makeWorld, owner, rows, set, settings, type World } from '@/tests/api/support/world'

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

const effect = async (body: object = {}) => {
  const { status, body: answer } = await submit(world, body)
  return status === 201 ? (answer.verdict as unknown as { effect: string }).effect : status
}
const level = (tool: string, trust: number) =>
  set('UPDATE tools SET trust_level = $3 WHERE workspace_id = $1 AND id = $2', [world.workspace, tool, trust])
const permit = (tool: string, rule: string, max: number | null = null) =>
  set(
    `INSERT INTO agent_permissions (workspace_id, id, agent_id, tool_id, effect, max_amount, updated_by)
     VALUES ($1, gen_random_uuid(), $2, $3, $4, $5, 'test')
     ON CONFLICT (workspace_id, agent_id, tool_id) DO UPDATE SET effect = $4, max_amount = $5`,
    [world.workspace, world.agent, tool, rule, max],
  )
const admin = (): Ctx => ({ ...world.reviewer, actor: { ...world.reviewer.actor, kind: 'user', roles: ['admin'] } as Ctx['actor'] })

describe('a setting changes the very next request', () => {
  test('enabled: off denies, on asks again', async () => {
    expect(await effect()).toBe('review')
    await settings(world, 'enabled', false)
    const { status, body } = await submit(world)
    expect([status, body.state]).toEqual([201, 'denied'])
    await settings(world, 'enabled', true)
    expect(await effect()).toBe('review')
  })

  test('approval_required: off allows a real write', async () => {
    await settings(world, 'auto_trigger', true)
    expect(await effect()).toBe('review')
    await settings(world, 'approval_required', false)
    expect(await effect()).toBe('allow')
  })

  test('auto_trigger: off reviews what no person asked for, above L1', async () => {
    await settings(world, 'approval_required', false)
    expect(await effect()).toBe('review')
    const [{ email } = { email: '' }] = await rows<{ email: string }>('SELECT email FROM users WHERE id = $1', [world.reviewer.actor.id])
    expect(await effect({ on_behalf_of: email })).toBe('allow')
    expect(await effect({ tool: 'look' })).toBe('allow')
    await settings(world, 'auto_trigger', true)
    expect(await effect()).toBe('allow')
  })

  test('max_actions_per_hour', async () => {
    await settings(world, 'max_actions_per_hour', 0)
    expect(await effect()).toBe(429)
    await settings(world, 'max_actions_per_hour', 10)
    expect(await effect()).toBe('review')
  })

  test('allowed_tools: empty is all; otherwise only these', async () => {
    expect(await effect()).toBe('review')
    await settings(world, 'allowed_tools', ['look'])
    expect(await effect()).toBe('deny')
    expect(await effect({ tool: 'look' })).toBe('allow')
  })

  test('blocked_tools: blocked wins over allowed', async () => {
    await settings(world, 'allowed_tools', ['look', 'change'])
    await settings(world, 'blocked_tools', ['look'])
    expect(await effect({ tool: 'look' })).toBe('deny')
    expect(await effect()).toBe('review')
  })

  test('trust_ceiling: above it is denied', async () => {
    await settings(world, 'trust_ceiling', 2)
    expect(await effect()).toBe('deny')
    expect(await effect({ tool: 'look' })).toBe('allow')
    expect(await effect({ tool: 'look', trust_level: 'L3' })).toBe('deny')
  })

  test('custom_prompt, settings and version are served with a new ETag', async () => {
    const before = await call('/v1/config', { key: world.key })
    await settings(world, 'custom_prompt', 'Be kind.')
    await settings(world, 'settings_json', '{"tone":"warm"}')
    await settings(world, 'version', 2)
    const after = await call('/v1/config', { key: world.key, headers: { 'if-none-match': before.headers.get('etag') ?? '' } })
    const config = AgentConfig.parse(after.body)
    expect([config.custom_prompt, config.settings.settings, config.settings.version]).toEqual(['Be kind.', { tone: 'warm' }, 2])
    const same = await call('/v1/config', { key: world.key, headers: { 'if-none-match': `W/${after.headers.get('etag')}, "x"` } })
    expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', after.headers.get('etag')])
  })
})

describe('a permission changes the very next request', () => {
  test('deny, review, allow and none', async () => {
    await settings(world, 'auto_trigger', true)
    await settings(world, 'approval_required', false)
    expect(await effect()).toBe('allow')
    await permit('change', 'review')
    expect(await effect()).toBe('review')
    await permit('change', 'deny')
    expect(await effect()).toBe('deny')
    await permit('change', 'allow')
    expect(await effect()).toBe('allow')
  })

  test('the amount limit: at it passes, one over is denied, and an amount that cannot be read is denied', async () => {
    await permit('refund', 'allow', 50_000)
    const refund = (cents: unknown) => effect({ tool: 'refund', args: { cents } })
    expect(await refund(50_000)).toBe('review')
    expect(await refund(50_001)).toBe('deny')
    expect(await refund('50')).toBe('deny')
    await permit('refund', 'allow', 60_000)
    expect(await refund(50_001)).toBe('review')
  })
})

describe('claims only raise scrutiny', () => {
  test('the level is the highest of tool, claim and COMMIT_*', async () => {
    expect(await effect({ tool: 'look', trust_level: 'L0' })).toBe('allow')
    expect(await effect({ tool: 'look', trust_level: 'L3' })).toBe('review')
    expect(await effect({ tool: 'look', action_type: 'COMMIT_ORDER' })).toBe('review')
    expect(await effect({ tool: 'change', trust_level: 'L0' })).toBe('review')
    expect(await effect({ trust_level: 'L4' })).toBe('review')
  })

  test('L2 runs in its sandbox at once, decided by the system; without a sandbox it is invalid', async () => {
    await level('change', 2)
    await settings(world, 'auto_trigger', true)
    expect(await effect()).toBe(422)
    const { body } = await submit(world, { sandbox_id: 'box-1' })
    expect((body.verdict as unknown as { effect: string }).effect).toBe('allow')
    const votes = await rows('SELECT d.decided_by FROM approval_decisions d JOIN agent_approvals p ON p.id = d.approval_request_id WHERE p.action_id = $1', [body.id])
    expect(votes).toEqual([{ decided_by: 'system:auto-approve' }])
  })

  test('an unknown tool is reviewed as L3 and joins the catalogue; a workspace may deny it', async () => {
    expect(await effect({ tool: 'brand_new' })).toBe('review')
    expect(await rows(`SELECT trust_level, data_class, discovered FROM tools WHERE workspace_id = $1 AND id = 'brand_new'`, [world.workspace])).toEqual([
      { trust_level: 3, data_class: 'unclassified', discovered: true },
    ])
    await set(`UPDATE workspaces SET unknown_tools = 'deny' WHERE id = $1`, [world.workspace])
    expect(await effect({ tool: 'brand_new_too' })).toBe('deny')
  })

  test('a dry run answers the same and leaves nothing', async () => {
    await settings(world, 'max_actions_per_hour', 1)
    const { status, body } = await submit(world, { dry_run: true })
    expect(status).toBe(201)
    expect(body).toMatchObject({ dry_run: true, id: null, verdict: { effect: 'review' } })
    expect(await rows('SELECT 1 FROM agent_action_events WHERE workspace_id = $1', [world.workspace])).toEqual([])
    expect(await effect()).toBe('review')
    expect(await effect()).toBe(429)
  })
})

describe('keys', () => {
  test('a made key works at once, with its scopes only; revoked, it ends with the next request', async () => {
    const made = await createKey(admin(), { agentId: world.agent, name: 'second', scopes: ['actions:read'] })
    expect((await call('/v1/actions', { key: made.secret })).status).toBe(200)
    expect((await submit({ key: made.secret })).status).toBe(403)
    await revokeKey(admin(), { keyId: made.id })
    expect((await call('/v1/actions', { key: made.secret })).status).toBe(401)
    expect((await call('/v1/actions', { key: world.key })).status).toBe(200)
  })

  test('revoking ends an open wait at once', async () => {
    const made = await createKey(admin(), { agentId: world.agent, name: 'waiter', scopes: ['actions:read', 'actions:write'] })
    const { body } = await submit({ key: made.secret })
    const asked = read({ key: made.secret }, body.id, '?wait=30')
    await new Promise((resolve) => setTimeout(resolve, 300))
    const revoked = performance.now()
    await revokeKey(admin(), { keyId: made.id })
    expect((await asked).body.code).toBe('unauthenticated')
    expect(performance.now() - revoked).toBeLessThan(4_000)
  })

  test('use is noted once a minute, and never by a refused key', async () => {
    const lastUse = async () => (await rows<{ at: Date | null }>('SELECT last_used_at AS at FROM api_keys WHERE id = $1', [world.keyId]))[0]?.at
    await set('UPDATE api_keys SET last_used_at = NULL WHERE id = $1', [world.keyId])
    await call('/v1/actions', { key: world.key })
    await expect.poll(lastUse).not.toBeNull()
    const first = await lastUse()
    await call('/v1/actions', { key: world.key })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await lastUse()).toEqual(first)
  })
})

describe('the kill switch', () => {
  test('with the agent off, cancel, result and reading still work', async () => {
    const [running, waiting] = [await approved(world), await approved(world)]
    expect((await step(world, running, 'start', ARGS)).status).toBe(200)
    await settings(world, 'enabled', false)
    expect((await step(world, waiting, 'start', ARGS)).body.code).toBe('agent_disabled')
    expect((await step(world, waiting, 'cancel')).body.state).toBe('cancelled')
    expect((await step(world, running, 'result', { success: true })).body.state).toBe('succeeded')
    expect((await read(world, running)).status).toBe(200)
    expect((await call('/v1/config', { key: world.key })).status).toBe(200)
  })
})
