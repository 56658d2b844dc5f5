import type { Browser, Page } from 'playwright-core'
import { submit } from '@/lib/actions/submit'
import { prisma } from '@/lib/db'
import { newId } from '@/lib/ids'
import { setPreferences } from '@/lib/users/set-preferences'
import type { Preferences } from '@/lib/users/schema'
import type { SubmitBody } from '@/packages/sdk/contract/actions'
import { aWorld, type AgentCtx, type UserCtx, type World } from '@/tests/support/world'
import { openPage, signIn, type Visit } from './browser'
import { aUser, PASSWORD } from './people'

export interface Queue {
  world: World
  agent: AgentCtx
  /** Asks for something; the first to be asked for is the first to end. */
  ask(name: string, more?: Partial<SubmitBody>): Promise<string>
  /** Something of high risk. */
  risky(name: string): Promise<string>
  /** A reviewer who can sign in, with some choices of their own. */
  reviewer(name: string, choices?: Partial<Preferences>, roles?: UserCtx['actor']['roles']): Promise<UserCtx>
}

/** A workspace with a queue to fill, of low, medium and high risk, for one and for two people. */
export async function aQueue(approvalHoldMs = 0): Promise<Queue> {
  const world = await aWorld({ approvalHoldMs })
  const agent = await world.agent('bot', { settings: { maxActionsPerHour: 100_000 } })
  await world.tool('change', 3, { dataClass: 'public', reversible: true })
  await world.tool('pay', 3, { dataClass: 'personal', amountPath: '/cents', currency: 'USD' })
  await world.tool('two', 3, { requiredApprovals: 2 })
  let asked = 0
  const ask: Queue['ask'] = async (name, more = {}) => {
    asked += 1
    const answer = await submit(agent, { tool: 'change', args: { name }, action_name: name, expires_in_s: 3600 + asked * 20, ...more })
    if (answer.dry_run || !answer.approval) throw new Error('not put to people')
    return answer.approval.id
  }
  return {
    world,
    agent,
    ask,
    risky: (name) => ask(name, { tool: 'pay', args: { cents: 2_000_000, to: 'a\u200bb' } }),
    async reviewer(name, choices = {}, roles = ['reviewer']) {
      const email = await aUser(world.workspace, name, roles)
      const { id } = await prisma.user.findUniqueOrThrow({ where: { email } })
      const ctx: UserCtx = { workspace: world.workspace, actor: { kind: 'user', id, email, roles, sessionId: newId() }, requestId: newId() }
      if (Object.keys(choices).length) await setPreferences(ctx, choices)
      return ctx
    },
  }
}

export async function atTheDesk(browser: Browser, desk: string, person: UserCtx, path = '/approvals', visit: Visit = {}) {
  const { page, complaints } = await openPage(browser, desk, visit)
  await signIn(page, person.actor.email, PASSWORD)
  await page.goto(path)
  return { page, complaints }
}

export const rowOf = (page: Page, name: string) => page.getByRole('link', { name, exact: false }).first()
export const openRow = async (page: Page, name: string) => {
  await rowOf(page, name).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}
