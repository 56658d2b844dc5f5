import { expect, test } from 'vitest'
import { changeSettings } from '@/lib/agents/change-settings'
import { readConfig } from '@/lib/agents/read-config'
import { removePermission } from '@/lib/agents/remove-permission'
import { setEnabled } from '@/lib/agents/set-enabled'
import { setPermission } from '@/lib/agents/set-permission'
import { AgentConfig } from '@/packages/sdk/contract/config'
import { aWorld } from '@/tests/support/world'
import { configLog } from '@/tests/support/config-log'

const CHANGED = {
  autoTrigger: true, approvalRequired: false, maxActionsPerHour: 60, allowedTools: ['look'], blockedTools: ['export'],
  trustCeiling: 3, customPrompt: 'Be kind.', settings: { region: 'eu' },
}

test('every setting is stored, versioned, logged by field and served to the agent', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  const bot = await world.agent('bot')
  expect((await readConfig(bot)).settings).toMatchObject({ enabled: true, max_actions_per_hour: 100, version: 0 })
  expect(await changeSettings(admin, { agentId: 'bot', version: 0, change: CHANGED })).toEqual({ version: 1 })
  expect((await readConfig(bot)).settings).toEqual({
    enabled: true, auto_trigger: true, approval_required: false, max_actions_per_hour: 60, allowed_tools: ['look'], blocked_tools: ['export'],
    trust_ceiling: 'L3', settings: { region: 'eu' }, version: 1,
  })
  const [entry] = await configLog(world.workspace)
  expect(entry).toMatchObject({ event: 'settings.changed', agentId: 'bot', actorId: admin.actor.email })
  expect((entry?.changes as { field: string }[]).map(({ field }) => field)).toEqual([
    'auto_trigger', 'approval_required', 'max_actions_per_hour', 'allowed_tools', 'blocked_tools', 'trust_ceiling', 'custom_prompt', 'settings',
  ])
  expect(entry?.changes).toContainEqual({ field: 'max_actions_per_hour', old: 100, new: 60 })
})

test('an older version is a conflict that names who changed what, and nothing is overwritten', async () => {
  const world = await aWorld()
  const dana = await world.person(['admin'], `dana-${world.workspace}@example.com`)
  const noa = await world.person(['admin'])
  const bot = await world.agent('bot')
  await changeSettings(dana, { agentId: 'bot', version: 0, change: { maxActionsPerHour: 60 } })
  const late = changeSettings(noa, { agentId: 'bot', version: 0, change: { approvalRequired: false } })
  await expect(late).rejects.toMatchObject({ code: 'conflict', detail: `The settings changed meanwhile: ${dana.actor.email} changed max_actions_per_hour.` })
  expect((await readConfig(bot)).settings).toMatchObject({ approval_required: true, max_actions_per_hour: 60, version: 1 })
})

test('the kill switch moves the version too, and the rest of the settings stays', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  const bot = await world.agent('bot')
  await changeSettings(admin, { agentId: 'bot', change: { maxActionsPerHour: 5 } })
  await setEnabled(admin, { agentId: 'bot', enabled: false })
  await expect(changeSettings(admin, { agentId: 'bot', version: 1, change: { maxActionsPerHour: 9 } })).rejects.toMatchObject({ code: 'conflict' })
  await changeSettings(admin, { agentId: 'bot', version: 2, change: { maxActionsPerHour: 9 } })
  expect((await readConfig(bot)).settings).toMatchObject({ enabled: false, max_actions_per_hour: 9, version: 3 })
})

test('of 16 people who save the same version, one wins and 15 get a conflict', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await world.agent('bot')
  const tries = Array.from({ length: 16 }, (_, n) => changeSettings(admin, { agentId: 'bot', version: 0, change: { maxActionsPerHour: n } }))
  const results = await Promise.allSettled(tries)
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(results.filter((r) => r.status === 'rejected' && (r.reason as { code: string }).code === 'conflict')).toHaveLength(15)
  expect(await configLog(world.workspace)).toHaveLength(1)
})

test('saving what is there already writes nothing', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await world.agent('bot')
  expect(await changeSettings(admin, { agentId: 'bot', version: 0, change: { maxActionsPerHour: 100 } })).toEqual({ version: 0 })
  expect(await configLog(world.workspace)).toHaveLength(0)
})

test("the agent's config keeps the contract and lists only tools within its settings", async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  const bot = await world.agent('bot')
  await world.tool('look', 0)
  await world.tool('pay', 3, { amountPath: '/amount', currency: 'USD' })
  await world.tool('export', 1)
  await world.tool('wipe', 4)
  await setPermission(admin, { agentId: 'bot', toolId: 'pay', effect: 'review', maxAmount: 50_000 })
  await changeSettings(admin, { agentId: 'bot', change: { blockedTools: ['export'], trustCeiling: 3 } })
  const config = AgentConfig.parse(await readConfig(bot))
  expect(config.tools).toEqual([
    { id: 'look', name: 'look', trust_level: 'L0', input_schema: null, permission: null, max_amount: null },
    { id: 'pay', name: 'pay', trust_level: 'L3', input_schema: null, permission: 'review', max_amount: { value: 50_000, currency: 'USD' } },
  ])
  expect(config.custom_prompt).toBeNull()
})

test('a key without config:read cannot read it', async () => {
  const bot = await (await aWorld()).agent('bot')
  await expect(readConfig({ ...bot, actor: { ...bot.actor, scopes: ['actions:write'] } })).rejects.toMatchObject({ code: 'forbidden' })
})

test('a permission is set, changed, removed and logged by field with its tool', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await world.agent('bot')
  await world.tool('pay', 3, { amountPath: '/amount', currency: 'USD' })
  const pair = { agentId: 'bot', toolId: 'pay' }
  expect(await setPermission(admin, { ...pair, effect: 'allow', maxAmount: 50_000, version: 0 })).toEqual({ version: 1 })
  expect(await setPermission(admin, { ...pair, effect: 'allow', maxAmount: 20_000, version: 1 })).toEqual({ version: 2 })
  await expect(setPermission(admin, { ...pair, effect: 'deny', version: 1 })).rejects.toMatchObject({ code: 'conflict' })
  await expect(removePermission(admin, { ...pair, version: 1 })).rejects.toMatchObject({ code: 'conflict' })
  expect(await removePermission(admin, { ...pair, version: 2 })).toEqual({ removed: true })
  expect(await removePermission(admin, pair)).toEqual({ removed: false })
  const log = await configLog(world.workspace)
  expect(log.map(({ event, toolId }) => [event, toolId])).toEqual([['permission.set', 'pay'], ['permission.set', 'pay'], ['permission.removed', 'pay']])
  expect(log[1]?.changes).toEqual([{ field: 'max_amount', old: 50_000, new: 20_000 }])
})

test('a limit needs a currency, the one it was typed in, and an effect that is not deny', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await world.agent('bot')
  await world.tool('look', 0)
  await world.tool('pay', 3, { amountPath: '/amount', currency: 'USD' })
  const refused = [
    () => setPermission(admin, { agentId: 'bot', toolId: 'look', effect: 'allow', maxAmount: 1 }),
    () => setPermission(admin, { agentId: 'bot', toolId: 'pay', effect: 'deny', maxAmount: 1 }),
  ]
  for (const attempt of refused) await expect(attempt()).rejects.toMatchObject({ code: 'invalid', more: { errors: [{ path: '/maxAmount' }] } })
  await expect(setPermission(admin, { agentId: 'bot', toolId: 'pay', effect: 'allow', maxAmount: 1, currency: 'JPY' })).rejects.toMatchObject({ code: 'conflict' })
  await expect(setPermission(admin, { agentId: 'bot', toolId: 'none', effect: 'allow' })).rejects.toMatchObject({ code: 'not_found' })
  expect(await configLog(world.workspace)).toHaveLength(0)
})

test("another workspace's agent or tool cannot be named in a permission", async () => {
  const world = await aWorld()
  const other = await aWorld()
  await other.agent('bot')
  await other.tool('pay', 3)
  const admin = await world.person(['admin'])
  await expect(setPermission(admin, { agentId: 'bot', toolId: 'pay', effect: 'allow' })).rejects.toMatchObject({ code: 'not_found' })
  await world.agent('bot')
  await expect(setPermission(admin, { agentId: 'bot', toolId: 'pay', effect: 'allow' })).rejects.toMatchObject({ code: 'not_found' })
  await expect(changeSettings(await other.person(['admin']), { agentId: 'none', change: {} })).rejects.toMatchObject({ code: 'not_found' })
})
