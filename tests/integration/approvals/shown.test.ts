import { afterAll, expect, test } from 'vitest'
import { closeVoidedBatch } from '@/lib/actions/close-overdue'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { listApprovals } from '@/lib/approvals/queries'
import type { ApprovalFilter } from '@/lib/approvals/schema'
import { showApproval } from '@/lib/approvals/show'
import { closeDb, prisma } from '@/lib/db'
import { create as createGroup } from '@/lib/groups/create'
import { change } from '@/lib/tools/change'
import { aWorld, type UserCtx } from '@/tests/support/world'

afterAll(closeDb)

const waiting: ApprovalFilter = { status: 'waiting', sort: 'soonest', risk: null, agent: null, tool: null }

async function scene(required: number, inGroup: 'one' | 'both') {
  const world = await aWorld()
  const [admin, first, second] = [await world.person(['admin']), await world.person(), await world.person()]
  await createGroup(admin, { id: 'finance', name: 'Finance', members: [first, second].slice(0, inGroup === 'one' ? 1 : 2).map(({ actor }) => actor.id) })
  const agent = await world.agent('bot')
  await world.tool('pay', 3, { requiredApprovals: required, reviewerGroup: 'finance' })
  const asked = await submit(agent, { tool: 'pay', args: { n: 1 } })
  if (asked.dry_run || !asked.approval) throw new Error('not put to people')
  const id = asked.approval.id
  const vote = async (person: UserCtx, args?: { n: number }) => {
    const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id } })
    return decide(person, { approvalId: id, decision: 'approve', actionHash, args })
  }
  const shown = async (person = first) => {
    const approval = await showApproval(person, id)
    if (!approval) throw new Error('not shown')
    return approval
  }
  return { world, admin, first, second, id, vote, shown }
}

test('the list and the document count who said yes, and name the group', async () => {
  const { first, vote, shown } = await scene(2, 'both')
  const row = async () => (await listApprovals(first, waiting)).rows[0]
  expect(await row()).toMatchObject({ required: 2, votes: 0, groupName: 'Finance' })
  await vote(first)
  expect(await row()).toMatchObject({ required: 2, votes: 1 })
  expect(await shown()).toMatchObject({ votes: 1, voters: 1, hasVoted: true, group: { name: 'Finance' } })
})

test('a yes to arguments that were changed since no longer counts', async () => {
  const { first, second, vote, shown } = await scene(2, 'both')
  await vote(first)
  await vote(second, { n: 2 })
  const { decisions, votes, voters } = await shown()
  expect({ votes, voters }).toEqual({ votes: 1, voters: 1 })
  expect(decisions.map(({ decidedBy, counts }) => [decidedBy, counts])).toEqual([[first.actor.email, false], [second.actor.email, true]])
  await vote(first, { n: 1 })
  expect((await shown()).decisions.map(({ counts }) => counts)).toEqual([false, false, true])
})

test('with fewer people than are needed the document can say so, to members and to others', async () => {
  const { first, second, vote, shown } = await scene(2, 'one')
  expect(await shown()).toMatchObject({ required: 2, votes: 0, voters: 1, inGroup: true })
  await vote(first)
  expect(await shown(second)).toMatchObject({ votes: 1, voters: 0, inGroup: false, hasVoted: false })
})

test('what a changed schema made void is told apart from what the agent withdrew', async () => {
  const { world, admin, shown } = await scene(1, 'both')
  expect(await shown()).toMatchObject({ status: 'pending', voided: false })
  await change(admin, { toolId: 'pay', change: { inputSchema: '{"type":"object"}' } })
  await closeVoidedBatch(world.workspace, 'pay')
  expect(await shown()).toMatchObject({ status: 'cancelled', voided: true, resolvedBy: 'system:schema' })
})
