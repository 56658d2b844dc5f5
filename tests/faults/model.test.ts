import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { cancel } from '@/lib/actions/cancel'
import { closeOverdueBatch } from '@/lib/actions/close-overdue'
import { readAction } from '@/lib/actions/queries'
import { report } from '@/lib/actions/report'
import { settle } from '@/lib/actions/settle'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { setEnabled } from '@/lib/agents/set-enabled'
import { decide } from '@/lib/approvals/decide'
import { retract } from '@/lib/approvals/retract'
import type { Ctx } from '@/lib/context'
import { closeDb, prisma } from '@/lib/db'
import { change } from '@/lib/tools/change'
import { aWorld, type AgentCtx, type UserCtx, type World } from '@/tests/support/world'
import { brokenRules } from './support/check-rows'
import { advance, answer, fresh, type Command, type Model, OVER } from './support/model'
import { size } from './support/size'

// The life of an action written down a second time (support/model.ts), and random commands given to both.
afterAll(closeDb)

const SEQUENCES = size(150, 10_000)
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31)

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('approve' as const), who: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), who: fc.nat(3), amount: fc.constantFrom(1, 2, OVER) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stale' as const), who: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('reject' as const, 'reply' as const), who: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('retract' as const), who: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('start' as const), amount: fc.constantFrom(1, 1, 2, 3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('report' as const), success: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settle' as const), who: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'sweep' as const, 'schema' as const, 'disable' as const, 'enable' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 1_999, 2_000, 60_000, 600_000, 900_000, 3_600_000) }) },
)

interface Scene {
  world: World
  agent: AgentCtx
  admin: UserCtx
  people: UserCtx[]
}

async function setUp(): Promise<Scene> {
  const world = await aWorld({ approvalHoldMs: 2_000 })
  const people = [await world.person(), await world.person(), await world.person(), await world.person()]
  const agent = await world.agent('payer', { settings: { autoTrigger: true, maxActionsPerHour: 1_000_000 }, ownerId: people[3]?.actor.id })
  for (const required of [1, 2]) {
    await world.tool(`pay-${required}`, 3, { requiredApprovals: required, amountPath: '/amount', currency: 'USD' })
    await world.permission('payer', `pay-${required}`, 'allow', OVER - 1)
  }
  return { world, agent, admin: await world.person(['admin']), people }
}

let schemas = 0

/** As the worker does: until nothing is overdue, for earlier sequences leave open actions behind. */
async function sweep(at: Date): Promise<void> {
  while ((await closeOverdueBatch(at)) > 0);
}

/** Does one command for real, on the model's clock. */
function perform(scene: Scene, tool: string, ids: { action: string; approval: string; first: string }, model: Model, each: Command): Promise<unknown> {
  const on = <C extends Ctx>(ctx: C): C => ({ ...ctx, at: model.now })
  const person = 'who' in each ? on(scene.people[each.who] as UserCtx) : on(scene.admin)
  const agent = on(scene.agent)
  const vote = async (more: object) => {
    const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: ids.approval } })
    return decide(person, { approvalId: ids.approval, decision: 'approve', actionHash, comment: 'words', ...more })
  }
  switch (each.do) {
    case 'approve': return vote({})
    case 'edit': return vote({ args: { amount: each.amount } })
    case 'stale': return vote({ actionHash: ids.first })
    case 'reject':
    case 'reply': return vote({ decision: each.do })
    case 'retract': return retract(person, { approvalId: ids.approval })
    case 'start': return start(agent, ids.action, { args: { amount: each.amount } })
    case 'report': return report(agent, ids.action, { success: each.success })
    case 'settle': return settle(person, ids.action, { outcome: 'succeeded', note: 'seen in the ledger' })
    case 'cancel': return cancel(agent, ids.action)
    case 'sweep': return sweep(model.now)
    case 'schema': return change(person, { toolId: tool, change: { inputSchema: JSON.stringify({ type: 'object', $comment: `v${schemas++}` }) } })
    case 'disable': return setEnabled(person, { agentId: scene.agent.actor.id, enabled: false })
    case 'enable': return setEnabled(person, { agentId: scene.agent.actor.id, enabled: true })
    case 'wait': return Promise.resolve()
  }
}

test(`${SEQUENCES} command sequences: the database does what the model says`, async () => {
  const scene = await setUp()
  console.log(`model: seed ${SEED}`)
  let steps = 0
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(1, 2), fc.array(command, { minLength: 1, maxLength: 14 }), async (required, commands) => {
      await setEnabled(scene.admin, { agentId: 'payer', enabled: true })
      const model = fresh(required, new Date())
      const tool = `pay-${required}`
      const asked = await submit({ ...scene.agent, at: model.now }, { tool, args: { amount: 1 } })
      if (asked.dry_run || !asked.approval) throw new Error('not put to people')
      const { actionHash: first } = await prisma.approval.findFirstOrThrow({ where: { id: asked.approval.id } })
      const ids = { action: asked.id, approval: asked.approval.id, first }
      for (const each of commands) {
        const expected = answer(model, each)
        const got = await perform(scene, tool, ids, model, each).then(() => 'done', (error: { code?: string }) => error.code ?? error)
        expect(got, JSON.stringify({ each, state: model.state })).toBe(expected)
        advance(model, each)
        const now = await readAction(scene.agent, ids.action)
        expect({ state: now.state, votes: now.approval?.votes, amount: now.args.amount }, JSON.stringify(each)).toEqual({
          state: model.state, votes: model.voters.length, amount: model.amount,
        })
        steps += 1
        seen.add(`${each.do} ${expected} ${model.state}`)
      }
    }),
    { numRuns: SEQUENCES, seed: SEED, endOnFailure: false },
  )
  console.log(`model: ${SEQUENCES} sequences, ${steps} commands, ${seen.size} different command-answer-state triples`)
  expect(await brokenRules(scene.world.workspace)).toEqual([])
}, 7_200_000)
