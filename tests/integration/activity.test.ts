import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countNewer, listActivity, type ActivityFilter } from '@/lib/actions/activity'
import { decide } from '@/lib/approvals/decide'
import { submit } from '@/lib/actions/submit'
import { asWorkspaceId, type Ctx } from '@/lib/context'
import { readCursor } from '@/lib/cursor'
import { closeDb, prisma } from '@/lib/db'
import { newId } from '@/lib/ids'
import { dice, past, writeHistory, type Past } from '@/tests/support/history'
import { aWorld } from '@/tests/support/world'

const workspace = asWorkspaceId(`activity-${randomBytes(4).toString('hex')}`)
const ctx: Ctx = { workspace, requestId: newId(), actor: { kind: 'user', id: newId(), email: 'dana@example.com', roles: ['reviewer'], sessionId: newId() } }
let events: Past[]

beforeAll(async () => {
  const roll = dice(7)
  const until = new Date('2026-11-20T12:00:00Z')
  // Two minutes for 300 of them, by the second: many share an instant, so the id has to break the tie.
  events = Array.from({ length: 300 }, () => past(roll, ['alpha', 'beta', 'gamma'], ['refund', 'restart'], new Date(until.getTime() - 120_000), until))
    .map((event) => ({ ...event, at: new Date(Math.floor(event.at.getTime() / 1000) * 1000) }))
  await writeHistory(process.env.DATABASE_URL ?? '', workspace, events)
})
afterAll(closeDb)

/** Every page from the newest on, as somebody reads who always asks for older ones. */
async function readAll(filter: ActivityFilter, size: number, look?: number): Promise<string[]> {
  const ids: string[] = []
  let until = null
  for (let pages = 0; pages < 500; pages += 1) {
    const page = await listActivity(ctx, filter, until, size, look)
    ids.push(...page.rows.map(({ id }) => id))
    if (!page.older) return ids
    until = readCursor(page.older)
  }
  throw new Error('the pages do not end')
}

const expected = (fits: (event: Past) => boolean) =>
  events.filter(fits).sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1)).map(({ id }) => id)

describe('the stream of actions', () => {
  test('pages back through everything, newest first, nothing twice and nothing left out', async () => {
    for (const size of [1, 7, 50]) expect(await readAll({}, size), `pages of ${size}`).toEqual(expected(() => true))
  })

  test('shows exactly what fits the filters, also where a page stops looking before it is full', async () => {
    const roll = dice(23)
    for (let round = 0; round < 12; round += 1) {
      const like = events[Math.floor(roll() * events.length)] as Past
      const filter: ActivityFilter = {
        agent: roll() < 0.5 ? like.agent : null,
        tool: roll() < 0.5 ? like.tool : null,
        verdict: roll() < 0.5 ? (like.decision as 'allow') : null,
        state: roll() < 0.5 ? (like.state as 'pending') : null,
      }
      const wanted = expected((event) =>
        (!filter.agent || event.agent === filter.agent) && (!filter.tool || event.tool === filter.tool) &&
        (!filter.verdict || event.decision === filter.verdict) && (!filter.state || event.state === filter.state))
      for (const look of [17, 20_000]) expect(await readAll(filter, 5, look), JSON.stringify({ filter, look })).toEqual(wanted)
    }
  })

  test('says that it stopped looking, and where', async () => {
    const page = await listActivity(ctx, { level: 4 }, null, 5, 100)
    expect(page).toMatchObject({ rows: [], looked: 100 })
    expect(readCursor(page.older ?? '').id).toBe(expected(() => true)[100])
    expect((await listActivity(ctx, { level: 4 }, null, 5)).looked).toBeNull()
  })

  test('paused at its first row it stays what it was, and what is newer is counted', async () => {
    const all = expected(() => true)
    const begin = await listActivity(ctx, {}, null, 10)
    expect((await countNewer(ctx, {}, begin.here ?? '')).count).toBe(0)
    const later = await listActivity(ctx, {}, readCursor(begin.older ?? ''), 10)
    expect(later.rows.map(({ id }) => id)).toEqual(all.slice(10, 20))
    expect(await listActivity(ctx, {}, readCursor(later.here ?? ''), 10)).toEqual(later)
    expect(await countNewer(ctx, {}, later.here ?? '')).toEqual({ count: 10, more: false })
    const refunds = events.filter(({ id, tool }) => tool === 'refund' && all.indexOf(id) < 10).length
    expect((await countNewer(ctx, { tool: 'refund' }, later.here ?? '')).count).toBe(refunds)
  })
})

test('a new action is on top with the rule that spoke, and what a person decides shows as its state', async () => {
  const world = await aWorld()
  const [agent, reviewer] = [await world.agent('asker'), await world.person(['reviewer'])]
  const tool = await world.tool('wire', 3)
  const first = await submit(agent, { tool, args: { n: 1 }, action_name: 'Wire it' })
  const [row] = (await listActivity(reviewer, {}, null)).rows
  expect(row).toMatchObject({ id: first.id, name: 'Wire it', effect: 'review', state: 'pending', why: { code: 'approval_required' } })
  const { id, actionHash } = await prisma.approval.findFirstOrThrow({ where: { workspaceId: world.workspace, actionId: first.id ?? '' } })
  expect(row?.approvalId).toBe(id)
  await decide(reviewer, { approvalId: id, decision: 'reject', actionHash, comment: 'no' })
  expect((await listActivity(reviewer, { state: 'rejected' }, null)).rows).toHaveLength(1)
  expect((await listActivity(await (await aWorld()).person(), {}, null)).rows).toEqual([])
})

test('a manager is told neither the words of an agent nor an amount', async () => {
  const world = await aWorld()
  const agent = await world.agent('payer')
  const tool = await world.tool('pay', 3, { amountPath: '/cents', currency: 'USD' })
  await world.permission('payer', tool, 'allow', 1_000)
  await submit(agent, { tool, args: { cents: 99_900 }, action_name: 'Pay $999 to Maya Cohen', action_name_he: 'תשלום' })
  const seen = async (roles: Parameters<typeof world.person>[0]) => (await listActivity(await world.person(roles), {}, null)).rows[0]
  expect(await seen(['manager'])).toMatchObject({ name: null, nameHe: null, why: null, effect: 'deny', toolId: tool })
  expect(JSON.stringify(await seen(['manager']))).not.toMatch(/Maya|99900/)
  for (const role of ['reviewer', 'admin', 'auditor'] as const) expect(await seen([role]), role).toMatchObject({ name: 'Pay $999 to Maya Cohen', why: { code: 'amount_over' } })
})
