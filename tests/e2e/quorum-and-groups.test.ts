import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { prisma } from '@/lib/db'
import { change } from '@/lib/tools/change'
import { aWorld, type UserCtx, type World } from '@/tests/support/world'
import { asAgent, type AgentDoor } from './support/agent-door'
import { expectAccessible, openPage, signIn } from './support/browser'
import { aUser, PASSWORD } from './support/people'
import { wholeStack } from './support/whole-stack'

const stack = wholeStack()
let world: World
let agent: AgentDoor
let admin: UserCtx
let boss: string
let [noa, dana, omer]: string[] = []

beforeAll(async () => {
  world = await aWorld()
  agent = asAgent(stack.gateway, (await world.agent('pay-agent', { settings: { autoTrigger: true } })).secret)
  admin = await world.person(['admin'])
  await world.tool('pay', 3, { requiredApprovals: 2 })
  await world.tool('wire', 3)
  ;[boss, noa, dana, omer] = await Promise.all([
    aUser(world.workspace, 'boss', ['admin']), ...['noa', 'dana', 'omer'].map((name) => aUser(world.workspace, name, ['reviewer'])),
  ]) as [string, string, string, string]
})

async function at(email: string | undefined, path: string): Promise<Page> {
  const { page } = await openPage(stack.browser, stack.desk)
  await signIn(page, email ?? '', PASSWORD)
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  return page
}
const approve = (page: Page) => page.getByRole('button', { name: /^Approve/ })

describe('more than one person', () => {
  test('two people: the first yes is seen live by the other, the second approves', async () => {
    const { id, approval } = await agent.ask('pay', { n: 1 })
    const [first, second] = [await at(noa, `/approvals/${approval}`), await at(dana, `/approvals/${approval}`)]
    await second.locator('[data-votes="0"]').waitFor()
    await approve(first).click()
    await first.getByText('Your yes is recorded: 1 of 2.').waitFor()
    await second.locator('[data-votes="1"]').getByText('noa').waitFor() // live: nobody reloaded
    await second.locator(`[data-approval="${approval}"]`).getByText('1 of 2').waitFor()
    await first.getByText('You said yes. It still waits for somebody else.').waitFor()
    expect(await approve(first).count()).toBe(0)
    await expectAccessible(second)
    expect(await agent.read(id)).toMatchObject({ state: 'pending', approval: { votes: 1, required: 2 } })
    await approve(second).click()
    await first.getByText('Approved by dana').or(first.getByText(/Approved by/)).first().waitFor()
    expect((await agent.read(id)).state).toBe('approved')
  })

  test('an edit by one resets the yes of the other, who has to look again before a yes counts', async () => {
    const { id, approval } = await agent.ask('pay', { n: 1 })
    const [first, second] = [await at(noa, `/approvals/${approval}`), await at(dana, `/approvals/${approval}`)]
    const third = await at(omer, `/approvals/${approval}`)
    await approve(first).click()
    await third.locator('[data-votes="1"]').waitFor()
    await second.locator('[data-decision="edit"]:not([disabled])').click()
    const dialog = second.getByRole('dialog')
    await dialog.getByLabel('Arguments as JSON').fill('{"n":2}')
    await dialog.getByRole('button', { name: 'See the difference' }).click()
    await dialog.getByText(/The yes given before no longer counts/).waitFor()
    await dialog.getByRole('button', { name: 'Approve with these changes' }).click()

    await third.getByText('Somebody changed the arguments while you were looking.').waitFor()
    await third.locator('[data-votes="1"]').getByText('dana').waitFor()
    expect(await approve(third).isDisabled()).toBe(true)
    await third.keyboard.press('a')
    await third.waitForTimeout(500)
    expect(await agent.read(id)).toMatchObject({ state: 'pending', approval: { votes: 1 }, args: { n: 2 } })
    await expectAccessible(third)
    await third.getByRole('button', { name: 'I have read them' }).click()
    await approve(third).click()
    await third.getByText(/Approved by/).first().waitFor()
    expect(await agent.read(id)).toMatchObject({ state: 'approved', args: { n: 2 }, changed: [{ path: '/n', from: 1, to: 2 }] })
  })
})

describe('reviewer groups', () => {
  test('made on the Team page, asked by a tool: members decide, others are told why not', async () => {
    const team = await at(boss, '/team')
    await team.getByRole('button', { name: 'New group' }).click()
    const form = team.getByRole('dialog', { name: 'New group' })
    await form.getByLabel('Id', { exact: true }).fill('finance')
    await form.getByLabel('Name', { exact: true }).fill('Finance')
    await form.getByRole('checkbox', { name: /noa/ }).check()
    await expectAccessible(team)
    await form.getByRole('button', { name: 'Create group' }).click()
    await team.getByRole('button', { name: 'Edit Finance' }).waitFor()

    await team.goto('/tools/wire')
    await team.getByLabel('Who is asked').selectOption('finance')
    await team.getByLabel('People needed').fill('2')
    await team.getByText('Only one person in this group can decide, but 2 are needed.', { exact: false }).waitFor()
    await team.getByLabel('People needed').fill('1')
    await team.getByRole('button', { name: 'Save' }).click()
    await team.getByText('Saved').first().waitFor()
    expect(await prisma.tool.findFirstOrThrow({ where: { workspaceId: world.workspace, id: 'wire' } })).toMatchObject({ reviewerGroup: 'finance', requiredApprovals: 1 })

    const { id, approval } = await agent.ask('wire', { n: 1 })
    const [member, other] = [await at(noa, `/approvals/${approval}`), await at(dana, `/approvals/${approval}`)]
    for (const page of [member, other]) await page.getByText('Only members of Finance decide this.').waitFor()
    await other.getByText('Only the people of the group named above decide this.').waitFor()
    expect(await approve(other).count()).toBe(0)
    await approve(member).click()
    await member.getByText(/Approved by/).first().waitFor()
    expect((await agent.read(id)).state).toBe('approved')
  })

  test('an emptied group is warned about, and the document says that it will expire', async () => {
    const { approval } = await agent.ask('wire', { n: 2 })
    const team = await at(boss, '/team')
    await team.getByRole('button', { name: 'Edit Finance' }).click()
    const form = team.getByRole('dialog', { name: 'Finance' })
    await form.getByRole('checkbox', { name: /noa/ }).uncheck()
    await form.getByText('Nobody could decide then', { exact: false }).waitFor()
    await form.getByRole('button', { name: 'Save' }).click()
    await team.getByText('Nobody can decide').waitFor()
    await expectAccessible(team)
    const page = await at(omer, `/approvals/${approval}`)
    await page.getByText('Unless somebody joins the group, this expires.', { exact: false }).waitFor()
  })
})

describe('the schema of a tool', () => {
  test('is refused where it cannot be used, kept where it can, and its change voids what waits', async () => {
    const { id, approval } = await agent.ask('pay', { n: 3 })
    const page = await at(boss, '/tools/pay')
    const schema = page.getByLabel('Schema of the arguments')
    await schema.fill('{\n"type": "object",\n}')
    await page.getByText('Line 3:').waitFor()
    await schema.fill('{"properties":{"n":{"$ref":"https://example.com/n.json"}}}')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('A $ref may only point into this schema', { exact: false }).waitFor()
    expect(await schema.inputValue()).toContain('example.com')
    await schema.fill('{"type":"object","properties":{"n":{"type":"integer"}}}')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved').first().waitFor()
    await page.getByText('input_schema').first().waitFor()
    await expectAccessible(page)
    await expect.poll(async () => (await agent.read(id)).state, { timeout: 15_000 }).toBe('cancelled')
    const document = await at(noa, `/approvals/${approval}?status=decided`)
    await document.getByText(/schema changed/).first().waitFor()
    await change(admin, { toolId: 'pay', change: { inputSchema: null } })
  })
})
