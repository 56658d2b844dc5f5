import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { prisma, query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { setPreferences } from '@/lib/users/set-preferences'
import { expectAccessible, openPage, signIn } from './support/browser'
import { aUser, PASSWORD } from './support/people'
import { aShop, type Shop } from './support/shop'
import { wholeStack } from './support/whole-stack'

const stack = wholeStack()
let shop: Shop
let reviewer: string

beforeAll(async () => {
  shop = await aShop(stack.gateway)
  reviewer = await aUser(shop.world.workspace, 'noa', ['reviewer'])
})

async function atTheDesk(email: string, path = '/approvals'): Promise<{ page: Page; complaints: string[] }> {
  const { page, complaints } = await openPage(stack.browser, stack.desk)
  await signIn(page, email, PASSWORD)
  await page.goto(path)
  return { page, complaints }
}

const rowOf = (page: Page, order: string) => page.getByRole('link', { name: `Refund ${order}` })
const openRow = async (page: Page, order: string) => {
  await rowOf(page, order).click()
  await page.getByRole('heading', { name: `Refund ${order}` }).waitFor()
}

describe('an agent asks, a person decides, the agent acts', () => {
  test('approve: the refund is really made, once, and the log and the chart tell of it', async () => {
    const { page, complaints } = await atTheDesk(reviewer)
    await page.getByText('Nothing is waiting').or(page.getByText('Nobody has asked')).first().waitFor()
    const outcome = shop.ask('ORD-00012', 1200, { client_id: 'cus_12' })
    await rowOf(page, 'ORD-00012').waitFor() // live: nobody reloaded
    await openRow(page, 'ORD-00012')
    await page.getByText('amount_cents').waitFor()
    await expectAccessible(page)
    await page.keyboard.press('a')
    await page.getByText('Approved').first().waitFor()
    expect(await outcome).toMatchObject({ kind: 'done' })
    expect(await shop.refundsOf('ORD-00012')).toBe(1)
    expect(complaints).toEqual([])

    const auditor = await aUser(shop.world.workspace, 'avi', ['auditor'])
    const audit = await atTheDesk(auditor, '/audit')
    for (const event of ['Action requested', 'Approval requested', 'Decision: approve', 'Action started', 'Result reported']) {
      await audit.page.getByText(event, { exact: false }).first().waitFor({ timeout: 10_000 })
    }
    await expectAccessible(audit.page)
    expect(audit.complaints).toEqual([])

    const manager = await aUser(shop.world.workspace, 'mia', ['manager'])
    const metrics = await atTheDesk(manager, '/metrics')
    await metrics.page.getByRole('heading', { name: 'What happened to actions' }).waitFor()
    await expectAccessible(metrics.page)
    expect(metrics.complaints).toEqual([])
  })

  test('reject: needs a reason, which the agent receives, and no money moves', async () => {
    const { page } = await atTheDesk(reviewer)
    const outcome = shop.ask('ORD-00013', 1300)
    await openRow(page, 'ORD-00013')
    await page.keyboard.press('r')
    const reason = page.getByRole('textbox')
    await page.keyboard.press('Control+Enter')
    expect(await reason.evaluate((box: HTMLTextAreaElement) => box.validity.valueMissing)).toBe(true)
    await reason.fill('The photos are of another panel.')
    await page.keyboard.press('Control+Enter')
    expect(await outcome).toEqual({ kind: 'rejected', reason: 'The photos are of another panel.' })
    expect(await shop.refundsOf('ORD-00013')).toBe(0)
  })

  test('reply: the words reach the agent and are no consent', async () => {
    const { page } = await atTheDesk(reviewer)
    const outcome = shop.ask('ORD-00014', 1400)
    await openRow(page, 'ORD-00014')
    await page.keyboard.press('m')
    await page.getByRole('textbox').fill('Ask for half of it.')
    await page.keyboard.press('Control+Enter')
    expect(await outcome).toEqual({ kind: 'answered', text: 'Ask for half of it.' })
    expect(await shop.refundsOf('ORD-00014')).toBe(0)
  })

  test('expiry: nobody decides, the agent is told no, and the desk shows it', async () => {
    const { page } = await atTheDesk(reviewer)
    const outcome = shop.ask('ORD-00015', 1500, { expires_in_s: 10 })
    await openRow(page, 'ORD-00015')
    expect(await outcome).toEqual({ kind: 'closed', state: 'expired' })
    await page.getByText('Nobody decided in time').first().waitFor()
    expect(await page.getByRole('button', { name: /^Approve/ }).count()).toBe(0)
    expect(await shop.refundsOf('ORD-00015')).toBe(0)
  })

  test('two reviewers: the second is told who was first, and nothing is decided twice', async () => {
    const second = await aUser(shop.world.workspace, 'dana', ['reviewer'])
    const [one, two] = [await atTheDesk(reviewer), await atTheDesk(second)]
    const outcome = shop.ask('ORD-00016', 1600)
    await openRow(one.page, 'ORD-00016')
    // The second looks at a page that is not live any more, as on a train.
    await openRow(two.page, 'ORD-00016')
    await two.page.context().setOffline(true)
    await one.page.keyboard.press('a')
    expect(await outcome).toMatchObject({ kind: 'done' })
    await two.page.context().setOffline(false)
    const reject = two.page.getByRole('button', { name: /^Approve/ })
    if (await reject.isVisible()) await reject.click().catch(() => undefined)
    await two.page.getByText(/noa-.* (approved it first|)|Approved by/).first().waitFor()
    const decisions = await query<{ n: number }>(
      `SELECT count(*) AS n FROM approval_decisions d JOIN agent_approvals p ON p.workspace_id = d.workspace_id AND p.id = d.approval_request_id
        WHERE p.action_name = 'Refund ORD-00016'`,
    )
    expect(decisions[0]?.n).toBe(1)
  })
  test('undo: within the hold an approval is taken back and waits again', async () => {
    const slow = await aShop(stack.gateway, 8_000)
    const { page, complaints } = await atTheDesk(await aUser(slow.world.workspace, 'gil', ['reviewer']))
    const outcome = slow.ask('ORD-00017', 1700, { expires_in_s: 60 })
    await openRow(page, 'ORD-00017')
    await page.keyboard.press('a')
    const toast = page.getByRole('listitem').filter({ hasText: 'Approved' })
    await toast.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Taken back. It waits again.').waitFor()
    await page.getByRole('button', { name: /^Approve/ }).waitFor()
    expect(await slow.refundsOf('ORD-00017')).toBe(0)
    await page.keyboard.press('r')
    await page.getByRole('textbox').fill('On second thoughts, no.')
    await page.keyboard.press('Control+Enter')
    expect(await outcome).toEqual({ kind: 'rejected', reason: 'On second thoughts, no.' })
    expect(await slow.refundsOf('ORD-00017')).toBe(0)
    expect(complaints).toEqual([])
  })

  test('with the shortcuts off, a stray key decides nothing', async () => {
    const email = await aUser(shop.world.workspace, 'idan', ['reviewer'])
    const { id } = await prisma.user.findUniqueOrThrow({ where: { email } })
    const actor = { kind: 'user' as const, id, email, roles: ['reviewer' as const], sessionId: newId() }
    await setPreferences({ workspace: shop.world.workspace, actor, requestId: newId() }, { hotkeys: false })
    const { page } = await atTheDesk(email)
    const outcome = shop.ask('ORD-00018', 1800, { expires_in_s: 60 })
    await openRow(page, 'ORD-00018')
    for (const key of ['a', 'r', 'm']) await page.keyboard.press(key)
    await page.waitForTimeout(1_000)
    expect(await page.getByRole('textbox').filter({ visible: true }).count()).toBe(0)
    await page.getByRole('button', { name: /^Approve/ }).click() // still waiting, and the button works
    expect(await outcome).toMatchObject({ kind: 'done' })
    const voted = await query<{ n: number }>(
      `SELECT count(*) AS n FROM approval_decisions d JOIN agent_approvals p ON p.workspace_id = d.workspace_id AND p.id = d.approval_request_id
        WHERE p.action_name = 'Refund ORD-00018'`,
    )
    expect(voted[0]?.n).toBe(1)
  })
})
