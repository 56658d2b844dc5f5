import { afterAll, expect, test } from 'vitest'
import { cancel } from '@/lib/actions/cancel'
import { closeOverdueBatch } from '@/lib/actions/close-overdue'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { retract } from '@/lib/approvals/retract'
import { closeDb, prisma } from '@/lib/db'
import { aWorld, type AgentCtx, type UserCtx } from '@/tests/support/world'
import { brokenRules } from './support/check-rows'
import { size } from './support/size'

// Many people, one question: approve, edit, reject, take back, cancel, expire and start, all at once.
afterAll(closeDb)

const APPROVALS = size(24, 1_000)
const DECIDERS = 64
const args = { order: 'ORD-1', amount_cents: 100 }
/** So far ahead that, on this clock, every approval is overdue. */
const tomorrow = () => new Date(Date.now() + 86_400_000)

interface Scene {
  agent: AgentCtx
  people: UserCtx[]
}
type Doing = (scene: Scene, person: UserCtx, asked: { actionId: string; approvalId: string; hash: string }) => Promise<unknown>

const DOINGS: Record<string, Doing> = {
  approve: (_, person, { approvalId, hash }) => decide(person, { approvalId, decision: 'approve', actionHash: hash }),
  'edit and approve': (_, person, { approvalId, hash }) =>
    decide(person, { approvalId, decision: 'approve', actionHash: hash, args: { ...args, amount_cents: 50 } }),
  reject: (_, person, { approvalId, hash }) => decide(person, { approvalId, decision: 'reject', actionHash: hash, comment: 'no' }),
  reply: (_, person, { approvalId, hash }) => decide(person, { approvalId, decision: 'reply', actionHash: hash, comment: 'why?' }),
  retract: (_, person, { approvalId }) => retract(person, { approvalId }),
  cancel: ({ agent }, _, { actionId }) => cancel(agent, actionId),
  start: ({ agent }, _, { actionId }) => start(agent, actionId, { args }),
  expire: () => closeOverdueBatch(tomorrow()),
}
/** By how many of the 64 each is done; the mix changes from approval to approval. */
const MIXES: (readonly (keyof typeof DOINGS)[])[] = [
  ['approve', 'approve', 'approve', 'reject', 'retract', 'start', 'cancel', 'edit and approve'],
  ['approve', 'approve', 'approve', 'approve', 'retract', 'retract', 'start', 'start'],
  ['approve', 'approve', 'edit and approve', 'edit and approve', 'start', 'reply', 'approve', 'approve'],
  ['approve', 'approve', 'approve', 'approve', 'start', 'start', 'expire', 'cancel'],
]
const REFUSALS = ['conflict', 'expired', 'lapsed', 'not_approved', 'on_hold', 'already_started', 'args_mismatch', 'forbidden']

test(`${APPROVALS} approvals with ${DECIDERS} deciders each end in one state, and the rows agree`, async () => {
  const world = await aWorld({ approvalHoldMs: 20 })
  const agent = await world.agent('payer', { settings: { autoTrigger: true, maxActionsPerHour: 1_000_000 } })
  for (const people of [1, 2, 3]) await world.tool(`pay-${people}`, 3, { requiredApprovals: people })
  const scene: Scene = { agent, people: await Promise.all(Array.from({ length: DECIDERS }, () => world.person())) }
  const answers: Record<string, number> = {}
  for (let n = 0; n < APPROVALS; n++) {
    const asked = await submit(agent, { tool: `pay-${(n % 3) + 1}`, args })
    if (asked.dry_run || !asked.approval) throw new Error('not put to people')
    const approvalId = asked.approval.id
    const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: approvalId } })
    const mix = MIXES[n % MIXES.length] ?? []
    const all = await Promise.allSettled(
      scene.people.map((person, at) => (DOINGS[mix[at % mix.length] ?? ''] as Doing)(scene, person, { actionId: asked.id, approvalId, hash: actionHash })),
    )
    for (const each of all) {
      const answer = each.status === 'fulfilled' ? 'done' : String((each.reason as { code?: string }).code ?? each.reason)
      answers[answer] = (answers[answer] ?? 0) + 1
    }
  }
  console.log(`deciders: ${APPROVALS} x ${DECIDERS}`, answers)
  expect(Object.keys(answers).filter((answer) => answer !== 'done' && !REFUSALS.includes(answer))).toEqual([])
  expect(await brokenRules(world.workspace)).toEqual([])

  // Time ends whatever is still open; then everything is final.
  while ((await closeOverdueBatch(tomorrow())) > 0);
  expect(await brokenRules(world.workspace)).toEqual([])
  const states = await prisma.action.groupBy({ by: ['state'], where: { workspaceId: world.workspace }, _count: true })
  console.log('deciders: ended as', Object.fromEntries(states.map(({ state, _count }) => [state, _count])))
  expect(states.filter(({ state }) => ['pending', 'approved', 'executing'].includes(state))).toEqual([])
  expect(states.reduce((sum, { _count }) => sum + _count, 0)).toBe(APPROVALS)
}, 3_600_000)
