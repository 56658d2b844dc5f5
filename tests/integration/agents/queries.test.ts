import { expect, test } from 'vitest'
import { changeSettings } from '@/lib/agents/change-settings'
import { create } from '@/lib/agents/create'
import { readWeek } from '@/lib/agents/history'
import { findAgent, listAgents, listKeys, readFirstSteps } from '@/lib/agents/queries'
import { listPermissions } from '@/lib/agents/permission-matrix'
import { setPermission } from '@/lib/agents/set-permission'
import { submit } from '@/lib/actions/submit'
import { listConfigChanges } from '@/lib/audit/config-changes'
import { readCursor } from '@/lib/cursor'
import { findTool, listTools } from '@/lib/tools/queries'
import { aWorld } from '@/tests/support/world'

const everything = { q: '', archived: false, after: '' }

test('the week says what was asked only because approval is required, by hour, level and tool', async () => {
  const world = await aWorld()
  const bot = await world.agent('bot', { settings: { autoTrigger: true } })
  await world.tool('look', 0)
  await world.tool('pay', 3)
  await world.permission('bot', 'pay', 'review')
  await world.tool('write', 3)
  await submit(bot, { tool: 'look', args: {} })
  await submit(bot, { tool: 'pay', args: {} })
  await submit(bot, { tool: 'write', args: {} })
  const week = await readWeek(bot, 'bot')
  expect(week).toMatchObject({ actions: 3, asked: 2, askedOnlyByApprovalRequired: 1, askedOnlyForNoPerson: 0, levels: [1, 0, 0, 2, 0], tools: { look: 1, pay: 1, write: 1 } })
  expect(week.hours.reduce((sum, used) => sum + used, 0)).toBe(3)
  expect(week.more).toBe(false)
  expect(await readWeek(bot, 'bot', 2)).toMatchObject({ actions: 2, more: true, tools: { pay: 1, write: 1 } })
  expect((await listAgents(bot, everything)).agents).toMatchObject([{ id: 'bot', actions: 3, denied: 0, enabled: true }])
  expect(await findTool(bot, 'pay')).toMatchObject({ calls: 1 })
  expect(await readFirstSteps(bot)).toEqual({ agents: true, actions: true })
})

test('changes come newest first with the name of who made them, and pages follow their key', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await create(admin, { id: 'bot', name: 'Bot' })
  await world.tool('pay', 3, { amountPath: '/amount', currency: 'USD' })
  for (const maxActionsPerHour of [1, 2, 3]) await changeSettings(admin, { agentId: 'bot', change: { maxActionsPerHour } })
  await setPermission(admin, { agentId: 'bot', toolId: 'pay', effect: 'allow', maxAmount: 50_000 })
  const first = await listConfigChanges(admin, { agentId: 'bot' }, null, 3)
  expect(first.rows.map(({ event }) => event)).toEqual(['permission.set', 'settings.changed', 'settings.changed'])
  expect(first.rows[0]).toMatchObject({ currency: 'USD', toolId: 'pay', by: admin.actor.email.split('@')[0] })
  const rest = await listConfigChanges(admin, { agentId: 'bot' }, readCursor(first.next ?? ''), 3)
  expect(rest.rows.map(({ event }) => event)).toEqual(['settings.changed', 'agent.created'])
  expect(rest.next).toBeNull()
  expect((await listConfigChanges(admin, { toolId: 'pay' })).rows).toHaveLength(1)
  expect((await listPermissions(admin, 'bot')).rows).toMatchObject([{ toolId: 'pay', effect: 'allow', limit: '500.00', version: 1 }])
})

test('another workspace sees none of it', async () => {
  const world = await aWorld()
  await world.agent('bot')
  await world.tool('pay', 3)
  const stranger = await (await aWorld()).person(['admin'])
  expect(await findAgent(stranger, 'bot')).toBeNull()
  expect(await findTool(stranger, 'pay')).toBeNull()
  expect((await listAgents(stranger, everything)).agents).toEqual([])
  expect((await listTools(stranger, { q: '', discovered: false, after: '' })).tools).toEqual([])
  expect(await listKeys(stranger, 'bot')).toEqual([])
  expect((await listConfigChanges(stranger, { agentId: 'bot' })).rows).toEqual([])
  expect(await readFirstSteps(stranger)).toEqual({ agents: false, actions: false })
})
