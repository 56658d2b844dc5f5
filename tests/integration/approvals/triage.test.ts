import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAction } from '@/lib/actions/queries'
import { submit } from '@/lib/actions/submit'
import { assign, assignable } from '@/lib/approvals/assign'
import { comment, listComments } from '@/lib/approvals/comment'
import { decide } from '@/lib/approvals/decide'
import { countOpen, listApprovals } from '@/lib/approvals/queries'
import type { ApprovalFilter } from '@/lib/approvals/schema'
import { snooze } from '@/lib/approvals/snooze'
import { readCursor } from '@/lib/cursor'
import { closeDb, prisma, query } from '@/lib/db'
import { delegate } from '@/lib/delegations/create'
import { endDelegation } from '@/lib/delegations/end'
import { ownDelegation, standingInFor } from '@/lib/delegations/queries'
import { changeRoles } from '@/lib/users/change-roles'
import { removeMember } from '@/lib/users/remove'
import { rejectReasons, setRejectReasons } from '@/lib/workspaces/set-reject-reasons'
import type { SubmitBody } from '@/packages/sdk/contract/actions'
import { aWorld, type AgentCtx, type UserCtx, type World } from '@/tests/support/world'

afterAll(closeDb)

const HOUR = 3_600_000
const soon = (ms = HOUR) => new Date(Date.now() + ms)
const waiting: ApprovalFilter = { status: 'waiting', sort: 'soonest', risk: null, agent: null, tool: null }

let world: World
let agent: AgentCtx
let noa: UserCtx
let dana: UserCtx
beforeAll(async () => {
  world = await aWorld()
  agent = await world.agent('bot', { settings: { maxActionsPerHour: 100_000 } })
  ;[noa, dana] = [await world.person(), await world.person()]
  await world.tool('change', 3)
  await world.tool('two', 3, { requiredApprovals: 2 })
})

async function ask(more: Partial<SubmitBody> = {}, by = agent) {
  const answer = await submit(by, { tool: 'change', args: {}, expires_in_s: 7200, ...more })
  if (answer.dry_run || !answer.approval) throw new Error('not put to people')
  return { approvalId: answer.approval.id, actionId: answer.id }
}
const hashOf = async (id: string) => (await prisma.approval.findFirstOrThrow({ where: { id } })).actionHash
const vote = async (person: UserCtx, approvalId: string) => decide(person, { approvalId, decision: 'approve', actionHash: await hashOf(approvalId) })
const listed = async (person: UserCtx, view: ApprovalFilter['view'] = null, more: Partial<ApprovalFilter> = {}) =>
  (await listApprovals(person, { ...waiting, view, ...more }, null, 1000)).rows.map(({ id }) => id)
const entries = (actionId: string, event: string) =>
  query<{ changes: unknown; input_data: string | null; actor_id: string }>('SELECT changes, input_data, actor_id FROM agent_audit_log WHERE action_id = $1 AND action = $2', [actionId, event])

describe('assigning', () => {
  test('makes it that person’s under mine, takes it out of unassigned, and is written to the log', async () => {
    const { approvalId, actionId } = await ask()
    expect(await listed(noa, 'unassigned')).toContain(approvalId)
    await assign(noa, { approvalId, memberId: dana.actor.id })
    expect([await listed(dana, 'mine'), await listed(noa, 'mine')].map((ids) => ids.includes(approvalId))).toEqual([true, false])
    expect(await listed(noa, 'unassigned')).not.toContain(approvalId)
    expect(await listed(noa)).toContain(approvalId)
    expect((await entries(actionId, 'approval.assigned')).map(({ changes }) => changes)).toEqual([[{ field: 'assignee', old: null, new: dana.actor.email }]])
    await assign(noa, { approvalId, memberId: null })
    expect(await listed(noa, 'unassigned')).toContain(approvalId)
  })

  test('reserves nothing: somebody else decides it all the same', async () => {
    const { approvalId } = await ask()
    await assign(noa, { approvalId, memberId: dana.actor.id })
    expect(await vote(noa, approvalId)).toMatchObject({ status: 'approved' })
  })

  test('goes only to somebody who may vote on it', async () => {
    const owned = await world.agent('owned', { ownerId: dana.actor.id })
    const { approvalId } = await ask({}, owned)
    const [manager, stranger] = [await world.person(['manager', 'admin', 'auditor']), await (await aWorld()).person()]
    const choices = (await assignable(noa, approvalId)).map(({ id }) => id)
    expect(choices).toContain(noa.actor.id)
    for (const person of [dana, manager, stranger]) {
      expect(choices).not.toContain(person.actor.id)
      await expect(assign(noa, { approvalId, memberId: person.actor.id })).rejects.toMatchObject({ code: 'invalid' })
    }
    await expect(assign(manager, { approvalId, memberId: noa.actor.id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(assign(stranger, { approvalId, memberId: stranger.actor.id })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('of somebody who is removed, or reviews no more, falls back to nobody', async () => {
    const admin = await world.person(['admin'])
    const [gone, changed] = [await world.person(), await world.person()]
    const [one, two] = [await ask(), await ask()]
    await assign(noa, { ...one, memberId: gone.actor.id })
    await assign(noa, { ...two, memberId: changed.actor.id })
    await removeMember(admin, { userId: gone.actor.id })
    await changeRoles(admin, { userId: changed.actor.id, roles: ['manager'] })
    expect(await listed(noa, 'unassigned')).toEqual(expect.arrayContaining([one.approvalId, two.approvalId]))
  })

  test('is over with the approval', async () => {
    const { approvalId } = await ask()
    await vote(noa, approvalId)
    await expect(assign(noa, { approvalId, memberId: dana.actor.id })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('putting off', () => {
  test('hides it from oneself only, and it comes back by itself', async () => {
    const { approvalId } = await ask()
    const before = await countOpen(noa)
    await snooze(noa, { approvalId, until: soon() })
    expect([await listed(noa), await listed(noa, 'snoozed'), await listed(dana)].map((ids) => ids.includes(approvalId))).toEqual([false, true, true])
    const after = await countOpen(noa)
    expect([before.open - after.open, after.snoozed]).toEqual([1, 1])
    expect(after.wakesAt).toBeGreaterThan(Date.now())
    const later = { ...noa, at: soon(HOUR + 60_000) }
    expect([await listed(later), await listed(later, 'snoozed')].map((ids) => ids.includes(approvalId))).toEqual([true, false])
  })

  test('is taken back at once where asked', async () => {
    const { approvalId } = await ask()
    await snooze(noa, { approvalId, until: soon() })
    await snooze(noa, { approvalId, until: null })
    expect(await listed(noa)).toContain(approvalId)
  })

  test('never outlives the approval, and never starts in the past', async () => {
    const { approvalId } = await ask({ expires_in_s: 600 })
    await expect(snooze(noa, { approvalId, until: soon() })).rejects.toMatchObject({ code: 'invalid', detail: 'It expires before that.' })
    await expect(snooze(noa, { approvalId, until: soon(-1000) })).rejects.toMatchObject({ code: 'invalid' })
    expect(await listed(noa)).toContain(approvalId)
  })

  test('does not stop the clock: it expires all the same', async () => {
    const { approvalId } = await ask({ expires_in_s: 7200 })
    await snooze(noa, { approvalId, until: soon() })
    await expect(vote({ ...noa, at: soon(3 * HOUR) }, approvalId)).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('standing in', () => {
  test('shows the work of the one who is away as one’s own, for that time', async () => {
    const [away, stand] = [await world.person(), await world.person()]
    const { approvalId } = await ask()
    await assign(noa, { approvalId, memberId: away.actor.id })
    await delegate(away, { delegateId: stand.actor.id, startsAt: null, endsAt: soon() })
    expect(await listed(stand, 'mine')).toEqual([approvalId])
    expect((await standingInFor(stand)).map(({ id }) => id)).toEqual([away.actor.id])
    expect(await listed({ ...stand, at: soon(HOUR + 1000) }, 'mine')).toEqual([])
    await endDelegation(away)
    expect([await listed(stand, 'mine'), await ownDelegation(away)]).toEqual([[], null])
  })

  test('begins when it is said to begin, and a new one takes the place of the old', async () => {
    const [away, first, second] = [await world.person(), await world.person(), await world.person()]
    await delegate(away, { delegateId: first.actor.id, startsAt: null, endsAt: soon() })
    await delegate(away, { delegateId: second.actor.id, startsAt: soon(HOUR), endsAt: soon(2 * HOUR) })
    expect([await standingInFor(first), await standingInFor(second)]).toEqual([[], []])
    expect(await standingInFor({ ...second, at: soon(1.5 * HOUR) })).toHaveLength(1)
  })

  test('gives no second vote and no right (invariant 5)', async () => {
    const [away, stand, owner] = [await world.person(), await world.person(), await world.person()]
    await world.group('finance')
    await world.join('finance', away)
    await world.tool('pay', 3, { reviewerGroup: 'finance' })
    const owned = await world.agent('theirs', { ownerId: owner.actor.id })
    for (const person of [stand, owner]) {
      await delegate(away, { delegateId: person.actor.id, startsAt: null, endsAt: soon() })
      // Of the group the one who is away is a member, the one who stands in is not.
      await expect(vote(person, (await ask({ tool: 'pay' })).approvalId)).rejects.toMatchObject({ code: 'forbidden' })
    }
    await expect(vote(owner, (await ask({}, owned)).approvalId)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(vote(owner, (await ask({ on_behalf_of: owner.actor.email })).approvalId)).rejects.toMatchObject({ code: 'forbidden' })
    // Two people are needed: standing in for somebody does not make one person two.
    const { approvalId } = await ask({ tool: 'two' })
    expect(await vote(owner, approvalId)).toMatchObject({ status: 'pending', votes: 1 })
    await expect(vote(owner, approvalId)).rejects.toMatchObject({ code: 'conflict' })
    expect(await prisma.decision.count({ where: { approvalId } })).toBe(1)
    expect(await vote(away, approvalId)).toMatchObject({ status: 'approved', votes: 2 })
  })

  test('is for reviewers, by reviewers, for others than oneself, and at most ninety days', async () => {
    const [away, auditor] = [await world.person(), await world.person(['auditor', 'admin'])]
    const bad = (input: Partial<Parameters<typeof delegate>[1]>) => expect(delegate(away, { delegateId: noa.actor.id, startsAt: null, endsAt: soon(), ...input })).rejects
    await bad({ delegateId: away.actor.id }).toMatchObject({ code: 'invalid' })
    await bad({ delegateId: auditor.actor.id }).toMatchObject({ code: 'invalid' })
    await bad({ delegateId: (await (await aWorld()).person()).actor.id }).toMatchObject({ code: 'not_found' })
    await bad({ endsAt: soon(-1000) }).toMatchObject({ code: 'invalid' })
    await bad({ endsAt: soon(91 * 24 * HOUR) }).toMatchObject({ code: 'invalid' })
    await expect(delegate(auditor, { delegateId: noa.actor.id, startsAt: null, endsAt: soon() })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await ownDelegation(away)).toBeNull()
  })

  test('ends when the one who stands in reviews no more', async () => {
    const [admin, away, stand] = [await world.person(['admin']), await world.person(), await world.person()]
    await delegate(away, { delegateId: stand.actor.id, startsAt: null, endsAt: soon() })
    await changeRoles(admin, { userId: stand.actor.id, roles: ['manager'] })
    expect(await ownDelegation(away)).toBeNull()
  })
})

describe('comments', () => {
  test('are kept in order with who said them, are audited, and stay among people', async () => {
    const { approvalId, actionId } = await ask()
    await comment(noa, { approvalId, body: 'Is this the same customer as <b>yesterday</b>?' })
    await comment(dana, { approvalId, body: 'Yes. \u202eevil' })
    expect((await listComments(noa, approvalId)).map(({ name, body }) => [name, body])).toEqual([
      [noa.actor.email.split('@')[0], 'Is this the same customer as <b>yesterday</b>?'],
      [dana.actor.email.split('@')[0], 'Yes. \u202eevil'],
    ])
    expect((await entries(actionId, 'approval.commented')).map(({ actor_id }) => actor_id)).toEqual([noa.actor.email, dana.actor.email])
    await decide(noa, { approvalId, decision: 'reject', comment: 'No.', actionHash: await hashOf(approvalId) })
    expect(JSON.stringify(await readAction(agent, actionId))).not.toMatch(/yesterday|evil/)
    await comment(noa, { approvalId, body: 'afterwards' })
  })

  test('are for reviewers of this workspace to write', async () => {
    const { approvalId } = await ask()
    await expect(comment(await world.person(['auditor']), { approvalId, body: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(comment(await (await aWorld()).person(), { approvalId, body: 'x' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(comment(agent as never, { approvalId, body: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await listComments(noa, approvalId)).toEqual([])
  })
})

test('a search finds words in the name, the agent, the tool and the arguments, page by page', async () => {
  const [one, two] = [await ask({ args: { order: 'ORD-77123' } }), await ask({ action_name: 'Ship ORD-77123 today' })]
  await ask({ action_name: 'Something else' })
  expect((await listed(noa, null, { q: 'ord-77123' })).sort()).toEqual([one.approvalId, two.approvalId].sort())
  expect(await listed(noa, null, { q: '100%_' })).toEqual([])
  const first = await listApprovals(noa, { ...waiting, q: 'ORD-77123' }, null, 1)
  const second = await listApprovals(noa, { ...waiting, q: 'ORD-77123' }, readCursor(first.next ?? ''), 1)
  expect([...first.rows, ...second.rows].map(({ id }) => id).sort()).toEqual([one.approvalId, two.approvalId].sort())
  expect(second.next).toBeNull()
})

test('an admin keeps the reasons for a rejection; others read them', async () => {
  const admin = await world.person(['admin'])
  await setRejectReasons(admin, ['Too late', 'לא מספיק מידע'])
  expect(await rejectReasons(noa)).toEqual(['Too late', 'לא מספיק מידע'])
  await expect(setRejectReasons(noa, [])).rejects.toMatchObject({ code: 'forbidden' })
  const logged = await query<{ changes: unknown }>(`SELECT changes FROM agent_audit_log WHERE workspace_id = $1 AND action = 'workspace.changed'`, [world.workspace])
  expect(logged.map(({ changes }) => changes)).toEqual([[{ field: 'reject_reasons', old: [], new: ['Too late', 'לא מספיק מידע'] }]])
})
