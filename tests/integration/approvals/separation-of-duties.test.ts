import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { allowed } from '@/lib/auth/permissions'
import { ROLES, systemCtx, type Ctx, type Role } from '@/lib/context'
import { closeDb, prisma } from '@/lib/db'
import { newId } from '@/lib/ids'
import { aWorld, type AgentCtx, type World } from '@/tests/support/world'

// Invariant 5: the agent's owner and the person it acts for never vote, no key or agent ever does, and a group's approvals are its own.
afterAll(closeDb)

/** Every set of roles, the empty one too. */
const roleSets = ROLES.reduce<Role[][]>((sets, role) => [...sets, ...sets.map((set) => [...set, role])], [[]])
const yesNo = [true, false]
const cases = roleSets.flatMap((roles) =>
  yesNo.flatMap((owner) => yesNo.flatMap((principal) => yesNo.map((inGroup) => ({ roles, owner, principal, inGroup })))),
)

let world: World
let bystander: string
beforeAll(async () => {
  world = await aWorld()
  bystander = (await world.person()).actor.email
  await world.group('finance')
  await world.tool('pay', 3, { reviewerGroup: 'finance' })
})

async function ask(agent: AgentCtx, onBehalfOf: string): Promise<{ approvalId: string; actionHash: string }> {
  const answer = await submit(agent, { tool: 'pay', args: {}, on_behalf_of: onBehalfOf })
  if (answer.dry_run || !answer.approval) throw new Error('not put to people')
  const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: answer.approval.id } })
  return { approvalId: answer.approval.id, actionHash }
}

const outcome = (ctx: Ctx, input: { approvalId: string; actionHash: string }, decision: 'approve' | 'reject' | 'reply' = 'approve') =>
  decide(ctx, { ...input, decision, comment: 'words' }).then(({ status }) => status, ({ code }: { code: string }) => code)

describe('who may vote', () => {
  test.each(cases)('roles $roles, owner $owner, acted for $principal, in the group $inGroup', async ({ roles, owner, principal, inGroup }) => {
    const person = await world.person(roles)
    if (inGroup) await world.join('finance', person)
    const agent = await world.agent(`a-${newId().slice(-12)}`, { ownerId: owner ? person.actor.id : undefined })
    const asked = await ask(agent, principal ? person.actor.email : bystander)
    const may = roles.includes('reviewer') && !owner && !principal && inGroup
    for (const decision of ['approve', 'reject', 'reply'] as const) {
      const fresh = decision === 'approve' ? asked : await ask(agent, principal ? person.actor.email : bystander)
      const expected = may ? (decision === 'approve' ? 'approved' : 'rejected') : 'forbidden'
      expect(await outcome(person, fresh, decision)).toBe(expected)
      if (!may) expect(await prisma.decision.count({ where: { approvalId: fresh.approvalId } })).toBe(0)
    }
  })

  test('no key, agent or process decides, whatever it is called', async () => {
    const agent = await world.agent('asker')
    const asked = await ask(agent, bystander)
    const system = (id: `system:${string}`) => systemCtx(world.workspace, id, newId())
    const everyScope = { ...agent, actor: { ...agent.actor, scopes: ['actions:write', 'actions:read', 'config:read'] as const } }
    const actors: Ctx[] = [agent, everyScope, ...(['auto-approve', 'cli', 'clock', 'test'] as const).map((name) => system(`system:${name}`))]
    for (const ctx of actors) {
      expect(allowed(ctx.actor, 'approvals.decide')).toBe(false)
      expect(await outcome(ctx, asked)).toBe('forbidden')
    }
    expect(await prisma.decision.count({ where: { approvalId: asked.approvalId } })).toBe(0)
  })

  test('a reviewer of another workspace finds nothing', async () => {
    const asked = await ask(await world.agent('other-asker'), bystander)
    const stranger = await (await aWorld()).person()
    expect(await outcome(stranger, asked)).toBe('not_found')
  })
})
