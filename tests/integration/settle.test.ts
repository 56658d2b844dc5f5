import { afterAll, describe, expect, test } from 'vitest'
import { closeOverdueBatch } from '@/lib/actions/close-overdue'
import { readAction } from '@/lib/actions/queries'
import { report } from '@/lib/actions/report'
import { settle } from '@/lib/actions/settle'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { countUnsettled, listUnsettled } from '@/lib/actions/unsettled'
import { decide } from '@/lib/approvals/decide'
import { systemCtx } from '@/lib/context'
import { readCursor } from '@/lib/cursor'
import { closeDb, prisma } from '@/lib/db'
import { rows } from '@/tests/support/databases'
import { aWorld, type AgentCtx, type UserCtx, type World } from '@/tests/support/world'
import type { SubmitBody } from '@/packages/sdk/contract/actions'

afterAll(closeDb)

const args = { order: 'ORD-1' }
const FOUND_OUT = { outcome: 'succeeded', note: 'the shop shows the refund' } as const
const afterTheDeadline = () => new Date(Date.now() + 11 * 60_000)

interface Scene {
  world: World
  agent: AgentCtx
  reviewer: UserCtx
  owner: UserCtx
}

async function aScene(): Promise<Scene> {
  const world = await aWorld()
  const owner = await world.person()
  const agent = await world.agent('refund-agent', { settings: { autoTrigger: true }, ownerId: owner.actor.id })
  for (const [id, level] of [['look', 0], ['propose', 1], ['sandbox', 2], ['refund', 3]] as const) await world.tool(id, level)
  return { world, agent, owner, reviewer: await world.person() }
}

/** Started, as far as it gets without a result. */
async function running({ agent, reviewer }: Scene, tool = 'refund', more: Partial<SubmitBody> = {}): Promise<string> {
  const asked = await submit(agent, { tool, args, ...more })
  if (asked.dry_run) throw new Error('not asked for')
  if (asked.state === 'executing') return asked.id
  const { id, actionHash } = await prisma.approval.findFirstOrThrow({ where: { actionId: asked.id } })
  await decide(reviewer, { approvalId: id, decision: 'approve', actionHash })
  await start(agent, asked.id, { args })
  return asked.id
}

async function lost(scene: Scene, tool?: string, more?: Partial<SubmitBody>): Promise<string> {
  const id = await running(scene, tool, more)
  await closeOverdueBatch(afterTheDeadline())
  expect(await readAction(scene.agent, id)).toMatchObject({ state: 'unknown' })
  return id
}

test.each(['succeeded', 'failed'] as const)('a reviewer settles as %s: the agent reads who, why and when, and the log has it', async (outcome) => {
  const scene = await aScene()
  const id = await lost(scene)
  expect(await settle(scene.reviewer, id, { outcome, note: 'asked the bank' })).toEqual({ id, state: outcome })
  const view = await readAction(scene.agent, id)
  expect(view).toMatchObject({ state: outcome, settled: { by: scene.reviewer.actor.email, note: 'asked the bank' } })
  expect(view.result).toBeUndefined()
  const entry = await prisma.auditEntry.findFirstOrThrow({ where: { actionId: id, event: 'action.settled' } })
  expect(entry).toMatchObject({ actorKind: 'user', userId: scene.reviewer.actor.id, success: outcome === 'succeeded', changes: [{ field: 'state', old: 'unknown', new: outcome }] })
  expect(JSON.parse(entry.input ?? '')).toEqual({ note: 'asked the bank' })
})

describe('refused', () => {
  test('to the agent’s owner and to the person it acts for', async () => {
    const scene = await aScene()
    const principal = await scene.world.person()
    const id = await lost(scene, 'refund', { on_behalf_of: principal.actor.email })
    await expect(settle(scene.owner, id, FOUND_OUT)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(settle(principal, id, FOUND_OUT)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await readAction(scene.agent, id)).toMatchObject({ state: 'unknown' })
  })

  test('to everyone who is not a reviewer, to agents and to our own processes', async () => {
    const scene = await aScene()
    const id = await lost(scene)
    const others = [await scene.world.person(['admin', 'manager', 'auditor']), scene.agent, systemCtx(scene.world.workspace, 'system:cli', 'test')]
    for (const ctx of others) await expect(settle(ctx, id, FOUND_OUT)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('in another workspace, and where there is no such action', async () => {
    const scene = await aScene()
    const id = await lost(scene)
    const stranger = await (await aWorld()).person()
    await expect(settle(stranger, id, FOUND_OUT)).rejects.toMatchObject({ code: 'not_found' })
    await expect(settle(scene.reviewer, 'nothing', FOUND_OUT)).rejects.toMatchObject({ code: 'not_found' })
  })

  test.each([['look', {}], ['propose', {}]])('for %s, which needs nobody', async (tool, more) => {
    const scene = await aScene()
    const id = await lost(scene, tool, more)
    await expect(settle(scene.reviewer, id, FOUND_OUT)).rejects.toMatchObject({ code: 'conflict' })
    expect(await readAction(scene.agent, id)).toMatchObject({ state: 'unknown' })
  })

  test('while a result may still come, and after one came', async () => {
    const scene = await aScene()
    const id = await running(scene)
    await expect(settle(scene.reviewer, id, FOUND_OUT)).rejects.toMatchObject({ code: 'conflict' })
    await report(scene.agent, id, { success: false })
    await expect(settle(scene.reviewer, id, FOUND_OUT)).rejects.toMatchObject({ code: 'conflict' })
    expect(await readAction(scene.agent, id)).toMatchObject({ state: 'failed', settled: undefined })
  })

  test('the moment the deadline passed unnoticed: it becomes unknown first, and is settled on a second look', async () => {
    const scene = await aScene()
    const id = await running(scene)
    const late = { ...scene.reviewer, at: afterTheDeadline() }
    await expect(settle(late, id, FOUND_OUT)).rejects.toMatchObject({ code: 'conflict' })
    expect(await readAction(scene.agent, id)).toMatchObject({ state: 'unknown' })
    await settle(late, id, FOUND_OUT)
  })
})

test('a sandboxed action that nobody approved is settled too', async () => {
  const scene = await aScene()
  const id = await lost(scene, 'sandbox', { sandbox_id: 'box-1' })
  expect(await settle(scene.reviewer, id, FOUND_OUT)).toMatchObject({ state: 'succeeded' })
})

test('what waits to be settled: this workspace’s, nothing that only read, the latest first, page by page', async () => {
  const scene = await aScene()
  await lost(await aScene())
  await lost(scene, 'look')
  const ids = [await lost(scene), await lost(scene, 'sandbox', { sandbox_id: 'box-1' }), await lost(scene)]
  expect(await countUnsettled(scene.reviewer)).toEqual({ count: 3, more: false })
  const first = await listUnsettled(scene.reviewer, null, 2)
  const second = await listUnsettled(scene.reviewer, readCursor(String(first.next)), 2)
  expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual([...ids].reverse())
  expect(second.next).toBeNull()
  await settle(scene.reviewer, ids[0] ?? '', FOUND_OUT)
  expect(await countUnsettled(scene.reviewer)).toEqual({ count: 2, more: false })
})

test('of eight reviewers who settle at once one does, and the others hear who', async () => {
  const scene = await aScene()
  const id = await lost(scene)
  const people = await Promise.all(Array.from({ length: 8 }, () => scene.world.person()))
  const all = await Promise.allSettled(people.map((person, n) => settle(person, id, { outcome: n % 2 ? 'succeeded' : 'failed', note: `n${n}` })))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const { settled } = await readAction(scene.agent, id)
  for (const each of all) if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'conflict', detail: expect.stringContaining(String(settled?.by)) })
  expect(await prisma.auditEntry.count({ where: { actionId: id, event: 'action.settled' } })).toBe(1)
})

test('a result that comes after the settling changes nothing and is kept in the log', async () => {
  const scene = await aScene()
  const id = await lost(scene)
  await settle(scene.reviewer, id, { outcome: 'failed', note: 'no trace of it' })
  for (const success of [true, false]) await expect(report(scene.agent, id, { success, output: 'R-1' })).rejects.toMatchObject({ code: 'conflict' })
  expect(await readAction(scene.agent, id)).toMatchObject({ state: 'failed', settled: { note: 'no trace of it' } })
  expect(await prisma.auditEntry.count({ where: { actionId: id, event: 'result.late' } })).toBe(2)
})

describe('the database by itself', () => {
  const asApp = (sql: string, values: unknown[]) => rows(sql, values, process.env.DATABASE_APP_URL)
  const person = `settled_at = now(), settled_by = 'x', settled_by_id = (SELECT id FROM members LIMIT 1), settle_note = 'x'`
  test.each([
    ['nobody is named', 'refund', `state = 'succeeded', result_success = true`, /cannot go from unknown/],
    ['no note is given', 'refund', `state = 'succeeded', result_success = true, ${person.replace(`settle_note = 'x'`, `settle_note = ' '`)}`, /settle_note/],
    ['it only read', 'look', `state = 'succeeded', result_success = true, ${person}`, /cannot go from unknown/],
    ['it would run again', 'refund', `state = 'executing', ${person}`, /cannot go from unknown/],
  ])('refuses to move on from unknown where %s', async (_, tool, change, refusal) => {
    const scene = await aScene()
    const id = await lost(scene, tool)
    await expect(asApp(`UPDATE agent_action_events SET ${change} WHERE id = $1`, [id])).rejects.toThrow(refusal)
  })
})
