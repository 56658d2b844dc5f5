import { expect, test } from 'vitest'
import { prisma } from '@/lib/db'
import { change } from '@/lib/tools/change'
import { create } from '@/lib/tools/create'
import { setHold } from '@/lib/workspaces/set-hold'
import { setUnknownTools } from '@/lib/workspaces/set-unknown-tools'
import { aWorld } from '@/tests/support/world'
import { configLog } from '@/tests/support/config-log'

const find = (workspaceId: string, id: string) => prisma.tool.findUniqueOrThrow({ where: { workspaceId_id: { workspaceId, id } } })

test('a new tool is L3, unclassified and irreversible unless said otherwise, and one entry tells every field', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await create(admin, { id: 'issue_refund', amountPath: '/amount_cents', currency: 'USD' })
  expect(await find(world.workspace, 'issue_refund')).toMatchObject({
    name: 'issue_refund', trustLevel: 3, dataClass: 'unclassified', reversible: false, amountPath: '/amount_cents', currency: 'USD', discovered: false,
  })
  const [entry] = await configLog(world.workspace)
  expect(entry).toMatchObject({ event: 'tool.created', toolId: 'issue_refund', actorId: admin.actor.email })
  expect(entry?.changes).toContainEqual({ field: 'amount_path', old: null, new: '/amount_cents' })
  await expect(create(admin, { id: 'issue_refund' })).rejects.toMatchObject({ code: 'conflict' })
})

test('an older version is a conflict that names who changed what', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await world.tool('look', 1)
  expect(await change(admin, { toolId: 'look', version: 1, change: { trustLevel: 2 } })).toEqual({ version: 2 })
  await expect(change(admin, { toolId: 'look', version: 1, change: { trustLevel: 0 } })).rejects.toMatchObject({
    code: 'conflict', detail: `The tool changed meanwhile: ${admin.actor.email} changed trust_level.`,
  })
  expect((await find(world.workspace, 'look')).trustLevel).toBe(2)
})

test('saving a tool that an agent made known confirms it', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await world.tool('new_one', 3, { discovered: true })
  await change(admin, { toolId: 'new_one', change: {} })
  expect((await find(world.workspace, 'new_one')).discovered).toBe(false)
  expect(await change(admin, { toolId: 'new_one', change: { trustLevel: 3 } })).toEqual({ version: 2 })
  expect(await configLog(world.workspace)).toHaveLength(1)
})

test('an amount needs its place and its currency together', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await expect(create(admin, { id: 'a', amountPath: '/x' })).rejects.toMatchObject({ code: 'invalid', more: { errors: [{ path: '/currency' }] } })
  await expect(create(admin, { id: 'a', currency: 'USD' })).rejects.toMatchObject({ code: 'invalid', more: { errors: [{ path: '/amountPath' }] } })
  expect(await prisma.tool.count({ where: { workspaceId: world.workspace } })).toBe(0)
})

test('the currency stays while limits are stored in it', async () => {
  const world = await aWorld()
  const admin = await world.person(['admin'])
  await world.agent('bot')
  await world.tool('pay', 3, { amountPath: '/amount', currency: 'USD' })
  await world.permission('bot', 'pay', 'allow', 50_000)
  const attempts = [{ currency: 'JPY' }, { currency: null, amountPath: null }]
  for (const attempt of attempts) {
    await expect(change(admin, { toolId: 'pay', change: attempt })).rejects.toMatchObject({ code: 'invalid', more: { errors: [{ path: '/currency' }] } })
  }
  await change(admin, { toolId: 'pay', change: { amountPath: '/cents' } })
  expect(await find(world.workspace, 'pay')).toMatchObject({ currency: 'USD', amountPath: '/cents' })
})

test("another workspace's tool is not found, and only an admin changes tools", async () => {
  const world = await aWorld()
  await world.tool('look', 1)
  const stranger = await (await aWorld()).person(['admin'])
  await expect(change(stranger, { toolId: 'look', change: { trustLevel: 0 } })).rejects.toMatchObject({ code: 'not_found' })
  const reader = await world.person(['reviewer', 'manager', 'auditor'])
  const tries = [
    () => change(reader, { toolId: 'look', change: { trustLevel: 0 } }),
    () => create(reader, { id: 'x' }),
    () => setUnknownTools(reader, 'deny'),
    () => setHold(reader, 0),
  ]
  for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
  expect((await find(world.workspace, 'look')).trustLevel).toBe(1)
})

test("the workspace's rule for unknown tools and its hold are changed and logged", async () => {
  const world = await aWorld({ approvalHoldMs: 5000 })
  const admin = await world.person(['admin'])
  await setUnknownTools(admin, 'deny')
  await setHold(admin, 30_000)
  await setHold(admin, 30_000)
  expect(await prisma.workspace.findUniqueOrThrow({ where: { id: world.workspace } })).toMatchObject({ unknownTools: 'deny', approvalHoldMs: 30_000 })
  expect((await configLog(world.workspace)).map(({ changes }) => changes)).toEqual([
    [{ field: 'unknown_tools', old: 'review', new: 'deny' }],
    [{ field: 'approval_hold_ms', old: 5000, new: 30_000 }],
  ])
})
