import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { prisma } from '@/lib/db'
import { change } from '@/lib/tools/change'
import { setPreferences } from '@/lib/users/set-preferences'
import { newId } from '@/lib/ids'
import { tools } from '@/prisma/seed/tools'
import { aWorld, type World } from '@/tests/support/world'
import { asAgent, type AgentDoor } from './support/agent-door'
import { expectAccessible, openPage, signIn, type Visit } from './support/browser'
import { aUser, PASSWORD } from './support/people'
import { wholeStack } from './support/whole-stack'

const stack = wholeStack()
let world: World
let agent: AgentDoor
let reviewer: string

const refund = tools.find(({ id }) => id === 'issue_refund') as (typeof tools)[3]

beforeAll(async () => {
  world = await aWorld()
  const bot = await world.agent('refund-agent', { settings: { autoTrigger: true } })
  agent = asAgent(stack.gateway, bot.secret)
  const admin = await world.person(['admin'])
  await world.tool('issue_refund', 3, { amountPath: '/amount_cents', currency: 'USD' })
  await change(admin, { toolId: 'issue_refund', change: { inputSchema: refund.inputSchema } })
  await world.tool('send_letter', 3)
  reviewer = await aUser(world.workspace, 'noa', ['reviewer'])
})

async function atTheDesk(email: string, approval: string, visit: Visit = {}): Promise<{ page: Page; complaints: string[] }> {
  const { page, complaints } = await openPage(stack.browser, stack.desk, visit)
  await signIn(page, email, PASSWORD)
  await page.goto(`/approvals/${approval}`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  return { page, complaints }
}
const ask = (order: string) => agent.ask('issue_refund', { order_id: order, amount_cents: 90_000, reason: 'damaged on arrival' })

async function openEditor(page: Page) {
  await page.getByRole('button', { name: /^Edit/ }).and(page.locator(':not([disabled])')).waitFor()
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog', { name: 'Approve with other arguments' })
  await dialog.locator('[data-edit]').waitFor()
  return dialog
}

describe('edit and approve', () => {
  test('a form from the schema: the agent gets the final arguments and the difference, and everybody sees who changed what', async () => {
    const { id, approval } = await ask('ORD-00012')
    const { page, complaints } = await atTheDesk(reviewer, approval)
    const dialog = await openEditor(page)
    const amount = dialog.getByLabel(/^Amount/)
    expect(await amount.inputValue()).toBe('90000')
    await dialog.getByRole('button', { name: 'See the difference' }).click()
    await dialog.getByText('You changed nothing yet.').waitFor()
    await amount.fill('40000')
    await dialog.getByText('$400.00').waitFor()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'See the difference' }).click()
    const line = dialog.locator('[data-path="/amount_cents"]')
    expect((await line.innerText()).replace(/\s+/g, ' ')).toMatch(/90000.*40000/)
    expect(await dialog.locator('[data-path]').count()).toBe(1)
    await expectAccessible(page)
    await page.keyboard.press('a') // nothing behind a dialog hears a key
    expect((await agent.read(id)).state).toBe('pending')
    await dialog.getByRole('button', { name: 'Approve with these changes' }).click()
    await page.getByRole('heading', { name: 'What people changed' }).waitFor()
    await page.locator('[data-edits="1"] [data-path="/amount_cents"]').waitFor()
    await page.getByText(/noa changed one argument/).waitFor()

    const changed = [{ path: '/amount_cents', from: 90_000, to: 40_000 }]
    const args = { order_id: 'ORD-00012', amount_cents: 40_000, reason: 'damaged on arrival' }
    expect(await agent.read(id)).toMatchObject({ state: 'approved', args, changed })
    expect((await agent.start(id, { ...args, amount_cents: 90_000 })).code).toBe('args_mismatch')
    expect(await agent.start(id, args)).toMatchObject({ state: 'executing', args, changed })
    expect(complaints).toEqual([])

    const auditor = await atTheDesk(await aUser(world.workspace, 'avi', ['auditor']), approval)
    await auditor.page.locator('[data-edits="1"] [data-path="/amount_cents"]').waitFor()
  })

  test('what the schema refuses is told at its place, and what was typed stays', async () => {
    const { id, approval } = await ask('ORD-00013')
    const { page } = await atTheDesk(reviewer, approval)
    const dialog = await openEditor(page)
    await dialog.getByLabel(/^Order/).fill('order thirteen')
    await dialog.getByLabel(/^Amount/).fill('12.5')
    await dialog.getByRole('button', { name: 'See the difference' }).click()
    await dialog.getByText('A whole number, please.').waitFor()
    await dialog.getByLabel(/^Amount/).fill('0')
    await dialog.getByRole('button', { name: 'See the difference' }).click()
    await dialog.getByText('must be at least 1').waitFor()
    await dialog.getByText(/must match pattern/).waitFor()
    expect(await dialog.getByLabel(/^Order/).inputValue()).toBe('order thirteen')
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    const again = await openEditor(page)
    expect(await again.getByLabel(/^Order/).inputValue()).toBe('order thirteen')
    expect((await agent.read(id)).args).toMatchObject({ order_id: 'ORD-00013', amount_cents: 90_000 })
  })

  test('JSON: a broken line is named while typing, a refused argument keeps what was typed', async () => {
    const { id, approval } = await ask('ORD-00014')
    const { page } = await atTheDesk(reviewer, approval)
    const dialog = await openEditor(page)
    await dialog.getByRole('button', { name: 'JSON' }).click()
    const editor = dialog.getByLabel('Arguments as JSON')
    await editor.fill('{\n"order_id": "ORD-00014",\n"amount_cents": 1,,\n}')
    await dialog.getByText('Line 3:').waitFor()
    expect(await dialog.getByRole('button', { name: 'See the difference' }).isDisabled()).toBe(true)
    const typed = '{"order_id":"ORD-00014","amount_cents":1,"reason":"damaged","extra":true}'
    await editor.fill(typed)
    await dialog.getByRole('button', { name: 'See the difference' }).click()
    await dialog.getByRole('alert').getByText('/extra').waitFor()
    expect(await editor.inputValue()).toBe(typed)
    await dialog.getByRole('button', { name: 'Tidy up' }).click()
    expect(await editor.inputValue()).toBe(JSON.stringify(JSON.parse(typed), null, 2))
    await editor.fill(typed.replace(',"extra":true', ''))
    await dialog.getByRole('button', { name: 'See the difference' }).click()
    await dialog.getByRole('button', { name: 'Approve with these changes' }).click()
    await page.getByText(/noa changed 2 arguments/).waitFor()
    expect(await agent.read(id)).toMatchObject({ state: 'approved', args: { order_id: 'ORD-00014', amount_cents: 1, reason: 'damaged' } })
  })

  test('a tool without a schema is edited as JSON, and hidden characters are seen as escapes', async () => {
    const { id, approval } = await agent.ask('send_letter', { to: 'a\u202eb', pages: [1, 2] })
    const { page } = await atTheDesk(reviewer, approval)
    const dialog = await openEditor(page)
    expect(await dialog.getByRole('button', { name: 'Form' }).count()).toBe(0)
    const editor = dialog.getByLabel('Arguments as JSON')
    expect(await editor.inputValue()).toContain('"a\\u202eb"')
    await editor.fill((await editor.inputValue()).replace('\\u202e', '').replace('2', '3'))
    await dialog.getByRole('button', { name: 'See the difference' }).click()
    await dialog.locator('[data-path="/pages/1"]').waitFor()
    await dialog.getByRole('button', { name: 'Approve with these changes' }).click()
    await page.getByRole('heading', { name: 'What people changed' }).waitFor()
    expect(await agent.read(id)).toMatchObject({ state: 'approved', args: { to: 'ab', pages: [1, 3] } })
  })

  test('on a phone, in Hebrew, dark: it fits and is accessible', async () => {
    const email = await aUser(world.workspace, 'dana', ['reviewer'])
    const { id } = await prisma.user.findUniqueOrThrow({ where: { email } })
    await setPreferences({ workspace: world.workspace, actor: { kind: 'user', id, email, roles: ['reviewer'], sessionId: newId() }, requestId: newId() }, { locale: 'he' })
    const { approval } = await ask('ORD-00015')
    const { page, complaints } = await openPage(stack.browser, stack.desk, { width: 390, height: 844, colorScheme: 'dark' })
    await signIn(page, email, PASSWORD)
    await page.goto(`/approvals/${approval}`)
    await page.locator('[data-decision="edit"]:not([disabled])').click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('[data-edit="form"]').waitFor()
    await expectAccessible(page)
    await dialog.getByLabel(/^Amount/).fill('0')
    await dialog.getByRole('button', { name: 'הצגת ההבדל' }).click()
    await dialog.getByText('צריך להיות 1 לפחות').waitFor()
    await dialog.getByLabel(/^Amount/).fill('100')
    await dialog.getByRole('button', { name: 'הצגת ההבדל' }).click()
    await dialog.locator('[data-edit="confirm"]').waitFor()
    await expectAccessible(page)
    const overflow = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('dialog[open]')].map((each) => each.scrollWidth - each.clientWidth))
    expect(Math.max(...overflow)).toBeLessThanOrEqual(0)
    expect(complaints).toEqual([])
  })
})
