import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { decideMany } from '@/lib/approvals/decide-many'
import { retractMany } from '@/lib/approvals/retract-many'
import { showSelected } from '@/lib/approvals/show-selected'
import { MOST_TOGETHER } from '@/lib/approvals/together'
import { closeDb, prisma, query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { aWorld, type AgentCtx, type UserCtx, type World } from '@/tests/support/world'
import type { JsonObject } from '@/packages/sdk/contract/json'

afterAll(closeDb)

let world: World
let agent: AgentCtx
let person: UserCtx
beforeAll(async () => {
  world = await aWorld({ approvalHoldMs: 30_000 })
  agent = await world.agent('bot', { settings: { maxActionsPerHour: 100_000 } })
  person = await world.person()
  await world.tool('change', 3, { dataClass: 'public', reversible: true })
  await world.tool('pay', 3, { dataClass: 'personal', amountPath: '/cents', currency: 'USD' })
  await world.tool('wipe', 4, { requiredApprovals: 2 })
  await world.tool('two', 3, { requiredApprovals: 2 })
})

async function ask(tool = 'change', args: JsonObject = { n: 1 }) {
  const answer = await submit(agent, { tool, args })
  if (answer.dry_run || !answer.approval) throw new Error('not put to people')
  const { actionHash, riskLevel } = await prisma.approval.findFirstOrThrow({ where: { id: answer.approval.id } })
  return { approvalId: answer.approval.id, actionHash, actionId: answer.id, riskLevel }
}
const many = (count: number) => Promise.all(Array.from({ length: count }, () => ask()))
const statusOf = async (id: string) => (await prisma.approval.findFirstOrThrow({ where: { id } })).status

describe('many decided together', () => {
  test('all are approved, each by its own decision with its own entry that says how many there were', async () => {
    const items = await many(7)
    const outcomes = await decideMany(person, { decision: 'approve', items })
    expect(outcomes.map(({ approvalId, done }) => [approvalId, done])).toEqual(items.map(({ approvalId }) => [approvalId, 'approved']))
    for (const { actionId, actionHash } of items) {
      const entries = await query<{ output_data: string }>(`SELECT output_data FROM agent_audit_log WHERE action_id = $1 AND action = 'approval.decided'`, [actionId])
      expect(entries.map(({ output_data }) => JSON.parse(output_data) as unknown)).toEqual([expect.objectContaining({ decision: 'approve', action_hash: actionHash, together: 7 })])
    }
  })

  test('all are rejected for one reason', async () => {
    const items = await many(3)
    await decideMany(person, { decision: 'reject', comment: 'Outside of the window.', items })
    for (const { approvalId: id } of items) expect(await prisma.approval.findFirstOrThrow({ where: { id } })).toMatchObject({ status: 'rejected', rejectReason: 'Outside of the window.' })
  })

  test('one that cannot be decided takes nothing with it, and the answer says what became of each', async () => {
    const [mine, theirs, edited, fine] = [await ask(), await ask(), await ask(), await ask()]
    const owned = await world.agent(`owned-${newId().slice(-8)}`, { ownerId: person.actor.id })
    const answer = await submit(owned, { tool: 'change', args: {} })
    if (answer.dry_run || !answer.approval) throw new Error('not asked')
    const own = { approvalId: answer.approval.id, actionHash: (await prisma.approval.findFirstOrThrow({ where: { id: answer.approval.id } })).actionHash }
    await decide(await world.person(), { ...theirs, decision: 'reject', comment: 'no' })
    const needsTwo = await ask('two')
    const nowhere = { approvalId: newId(), actionHash: mine.actionHash }
    const outcomes = await decideMany(person, { decision: 'approve', items: [mine, theirs, { ...edited, actionHash: fine.actionHash }, own, needsTwo, nowhere, fine] })
    expect(outcomes.map((outcome) => outcome.done ?? outcome.code)).toEqual(['approved', 'conflict', 'conflict', 'forbidden', 'voted', 'not_found', 'approved'])
    expect([await statusOf(theirs.approvalId), await statusOf(edited.approvalId), await statusOf(own.approvalId), await statusOf(needsTwo.approvalId)]).toEqual(['rejected', 'pending', 'pending', 'pending'])
  })

  test('what was edited after it was selected is a conflict, not a yes to something else', async () => {
    const shown = await ask('two')
    await decide(await world.person(), { ...shown, decision: 'approve', args: { n: 2 } })
    const [outcome] = await decideMany(person, { decision: 'approve', items: [shown] })
    expect(outcome).toMatchObject({ done: null, code: 'conflict' })
    expect(await prisma.decision.count({ where: { approvalId: shown.approvalId, decidedById: person.actor.id } })).toBe(0)
  })
})

describe('what is always decided by itself', () => {
  const cases = {
    critical: () => ask('wipe'),
    high_risk: () => ask('pay', { cents: 2_000_000, to: 'a\u200bb' }),
  }
  test.each(Object.entries(cases))('%s, whoever asks for it in whatever way', async (why, make) => {
    const item = await make()
    if (why === 'high_risk') expect(item.riskLevel).toBe('high')
    for (const decision of ['approve', 'reject'] as const) {
      const [outcome] = await decideMany(person, { decision, comment: 'because', items: [item] })
      expect(outcome).toMatchObject({ done: null, code: 'forbidden', state: `alone_${why}` })
    }
    expect(await prisma.decision.count({ where: { approvalId: item.approvalId } })).toBe(0)
  })

  test('a yes to arguments longer than a line of many shows; a no to them is fine', async () => {
    const item = await ask('change', { text: 'x'.repeat(1_200) })
    expect(await decideMany(person, { decision: 'approve', items: [item] })).toMatchObject([{ done: null, state: 'alone_long' }])
    expect(await decideMany(person, { decision: 'reject', comment: 'no', items: [item] })).toMatchObject([{ done: 'rejected' }])
  })

  test('by itself, high risk is decided as ever', async () => {
    const item = await cases.high_risk()
    expect(await decide(person, { ...item, decision: 'approve' })).toMatchObject({ status: 'approved' })
  })
})

test(`more than ${MOST_TOGETHER} in one go, or one of them twice, decides nothing`, async () => {
  const [item] = await many(1)
  if (!item) throw new Error('nothing asked')
  const tooMany = Array.from({ length: MOST_TOGETHER + 1 }, (_, n) => (n ? { ...item, approvalId: newId() } : item))
  await expect(decideMany(person, { decision: 'approve', items: tooMany })).rejects.toMatchObject({ code: 'invalid' })
  await expect(decideMany(person, { decision: 'approve', items: [item, item] })).rejects.toMatchObject({ code: 'invalid' })
  expect(await statusOf(item.approvalId)).toBe('pending')
})

test('somebody who is no reviewer decides none of many', async () => {
  const items = await many(2)
  const outcomes = await decideMany(await world.person(['admin', 'manager', 'auditor']), { decision: 'approve', items })
  expect(outcomes).toMatchObject([{ done: null, code: 'forbidden' }, { done: null, code: 'forbidden' }])
})

test('undo takes back all that are still on hold, and says how many were too late', async () => {
  const items = await many(3)
  await decideMany(person, { decision: 'approve', items })
  const [first] = items
  const late = { ...person, at: new Date(Date.now() + 60_000) }
  expect(await retractMany(late, [first?.approvalId ?? ''])).toEqual({ undone: 0, late: 1 })
  expect(await retractMany(person, items.map(({ approvalId }) => approvalId))).toEqual({ undone: 3, late: 0 })
  for (const { approvalId } of items) expect(await statusOf(approvalId)).toBe('pending')
})

test('what is shown before many are decided is each one’s own text and hash, and only of this workspace', async () => {
  const items = [await ask('pay', { cents: 184_000 }), await ask('change', { b: 1, a: 'שלום' })]
  const other = await aWorld()
  const stranger = await other.person()
  const shown = await showSelected(person, items.map(({ approvalId }) => approvalId))
  expect(shown.map(({ actionHash, parameters, intact, amount }) => ({ actionHash, parameters, intact, amount }))).toEqual([
    { actionHash: items[0]?.actionHash, parameters: '{"cents":184000}', intact: true, amount: 184_000 },
    { actionHash: items[1]?.actionHash, parameters: '{"a":"שלום","b":1}', intact: true, amount: null },
  ])
  expect(await showSelected(stranger, items.map(({ approvalId }) => approvalId))).toEqual([])
})
