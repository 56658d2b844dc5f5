import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { decide } from '@/lib/approvals/decide'
import { prisma } from '@/lib/db'
import { accessFaults, expectAccessible } from './support/browser'
import { aQueue, atTheDesk, openRow, rowOf, type Queue } from './support/queue'
import { wholeStack } from './support/whole-stack'

const stack = wholeStack()

const desk = (queue: Queue, person: Awaited<ReturnType<Queue['reviewer']>>, path?: string) => atTheDesk(stack.browser, stack.desk, person, path)
const statusOf = async (id: string) => (await prisma.approval.findFirstOrThrow({ where: { id } })).status
const shoot = async (page: Page, name: string) => {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png` })
}
const many = (queue: Queue, count: number) => Promise.all(Array.from({ length: count }, (_, n) => queue.ask(`Change ${n + 1}`)))

describe('many together', () => {
  test('select all shown, approve, undo: high risk is never among them', async () => {
    const queue = await aQueue(30_000)
    const ids = await many(queue, 12)
    const risky = await queue.risky('Pay a lot')
    const { page, complaints } = await desk(queue, await queue.reviewer('noa'))
    await rowOf(page, 'Pay a lot').waitFor()
    expect(await page.getByRole('checkbox', { name: 'Pay a lot' }).isDisabled()).toBe(true)
    await page.keyboard.press('Shift+A')
    await page.getByText('12 selected').waitFor()
    await page.keyboard.press('a')
    const dialog = page.getByRole('dialog', { name: 'Approve 12 together' })
    await dialog.getByText('{"name":"Change 7"}').waitFor()
    await shoot(page, 'together')
    expect(await accessFaults(page)).toEqual([])
    await page.keyboard.press('Enter')
    const toast = page.getByRole('listitem').filter({ hasText: '12 approved.' })
    await toast.waitFor()
    expect(await Promise.all(ids.map(statusOf))).toEqual(ids.map(() => 'approved'))
    expect(await statusOf(risky)).toBe('pending')
    await toast.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('12 taken back.').waitFor()
    expect(await Promise.all(ids.map(statusOf))).toEqual(ids.map(() => 'pending'))
    expect(complaints).toEqual([])
  })

  test('one by one with X and a range with Shift and X; one reason rejects them; what was decided meanwhile is said', async () => {
    const queue = await aQueue()
    const ids = await many(queue, 5)
    const { page } = await desk(queue, await queue.reviewer('noa'))
    await openRow(page, 'Change 1')
    await page.keyboard.press('x')
    for (const key of ['j', 'j']) await page.keyboard.press(key)
    await page.getByRole('heading', { name: 'Change 3', level: 1 }).waitFor()
    await page.keyboard.press('Shift+X')
    await page.getByText('3 selected').waitFor()
    await page.keyboard.press('r')
    const dialog = page.getByRole('dialog', { name: 'Reject 3 together' })
    await dialog.getByText('{"name":"Change 2"}').waitFor()
    // Somebody else is faster with one of them, after it was shown.
    const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: ids[1] } })
    await decide(await queue.reviewer('dana'), { approvalId: ids[1] ?? '', decision: 'approve', actionHash })
    await page.keyboard.press('2')
    expect(await dialog.getByRole('textbox').inputValue()).toBe('This is against our policy.')
    await page.keyboard.press('Enter')
    await dialog.getByText('2 rejected').waitFor()
    await dialog.getByText('Changed or decided by somebody else meanwhile.', { exact: false }).waitFor()
    await shoot(page, 'together-summary')
    expect(await Promise.all(ids.map(statusOf))).toEqual(['rejected', 'approved', 'rejected', 'pending', 'pending'])
    expect((await prisma.approval.findFirstOrThrow({ where: { id: ids[0] } })).rejectReason).toBe('This is against our policy.')
  })

  test('what is longer than a line of many is left out of a yes, and says so', async () => {
    const queue = await aQueue()
    const long = await queue.ask('A long one', { args: { text: 'x'.repeat(1500) } })
    const short = await queue.ask('A short one')
    const { page } = await desk(queue, await queue.reviewer('noa'))
    await rowOf(page, 'A long one').waitFor()
    await page.keyboard.press('Shift+A')
    await page.getByText('2 selected').waitFor()
    await page.keyboard.press('a')
    await page.getByText('has more to read than fits here: open it.').waitFor()
    await page.getByRole('button', { name: 'Approve 1' }).click()
    await page.getByText('1 approved').waitFor()
    expect([await statusOf(long), await statusOf(short)]).toEqual(['pending', 'approved'])
  })
})

test('a number key chooses the reason of the workspace, and the words can still be changed', async () => {
  const queue = await aQueue()
  const [one, two] = [await queue.ask('First'), await queue.ask('Second')]
  const admin = await queue.reviewer('avi', {}, ['admin', 'reviewer'])
  const { page } = await desk(queue, admin, '/agents')
  const reasons = page.getByLabel('One a line, at most nine', { exact: false })
  await reasons.fill('Outside of the window.\n\nAsk the customer first.')
  await reasons.locator('xpath=ancestor::form').getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').waitFor()
  await page.goto('/approvals')
  await openRow(page, 'First')
  await page.keyboard.press('r')
  await shoot(page, 'reasons')
  for (const key of ['2', 'Enter']) await page.keyboard.press(key)
  await page.getByRole('heading', { name: 'Second', level: 1 }).waitFor()
  await expect.poll(async () => (await prisma.approval.findFirstOrThrow({ where: { id: one } })).rejectReason).toBe('Ask the customer first.')
  await page.keyboard.press('r')
  await page.keyboard.press('1')
  await page.getByRole('textbox', { name: 'Why not?' }).press('End')
  await page.keyboard.type(' It was 40 days.')
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => statusOf(two)).toBe('rejected')
  expect((await prisma.approval.findFirstOrThrow({ where: { id: two } })).rejectReason).toBe('Outside of the window. It was 40 days.')
})

test('assign, put off, bring back, comment: each where it belongs', async () => {
  const queue = await aQueue()
  await queue.ask('For Dana')
  const later = await queue.ask('For later')
  const [noa, dana] = [await queue.reviewer('noa'), await queue.reviewer('dana')]
  const { page, complaints } = await desk(queue, noa)
  await openRow(page, 'For Dana')
  await page.getByRole('button', { name: 'Assign', exact: true }).click()
  await page.getByRole('button', { name: 'dana' }).click()
  await page.getByRole('button', { name: 'Assigned to dana' }).waitFor()
  await page.getByText('Write a comment').click()
  await page.getByRole('textbox', { name: 'Your comment' }).fill('Is this <b>his</b> order? \u202eabc')
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  await page.getByText('Is this <b>his</b> order?').waitFor()
  expect(await page.locator('[data-hidden="U+202E"]').count()).toBe(1)
  await openRow(page, 'For later')
  await page.getByRole('button', { name: 'Later', exact: true }).waitFor()
  expect(await page.getByRole('region', { name: 'Document' }).evaluate((pane) => pane.scrollTop)).toBe(0)
  await page.keyboard.press('s')
  await shoot(page, 'later')
  await page.keyboard.press('Enter') // at once, as fast fingers do
  await page.getByText('Put off. It comes back by itself.').waitFor()
  await rowOf(page, 'For later').waitFor({ state: 'detached' })
  await page.getByRole('link', { name: /^Later/ }).click()
  await openRow(page, 'For later')
  await page.getByRole('button', { name: /^Later:/ }).click()
  await page.getByRole('button', { name: 'Bring it back now' }).click()
  await rowOf(page, 'For later').waitFor({ state: 'detached' })
  expect(await prisma.snooze.count({ where: { approvalId: later } })).toBe(0)
  await page.getByRole('link', { name: 'Unassigned' }).click()
  await rowOf(page, 'For Dana').waitFor({ state: 'detached' })
  const theirs = await desk(queue, dana, '/approvals?view=mine')
  await rowOf(theirs.page, 'For Dana').waitFor()
  expect(await rowOf(theirs.page, 'For later').count()).toBe(0)
  await expectAccessible(theirs.page)
  expect([...complaints, ...theirs.complaints]).toEqual([])
})

test('who looks at the same is shown, and gone when they go', async () => {
  const queue = await aQueue()
  await queue.ask('Look here')
  await queue.ask('And here')
  const [one, two] = [await desk(queue, await queue.reviewer('noa')), await desk(queue, await queue.reviewer('dana'))]
  await openRow(one.page, 'Look here')
  await openRow(two.page, 'Look here')
  await one.page.getByText('dana is looking at this').waitFor({ timeout: 10_000 })
  await two.page.getByText('noa is looking at this').waitFor({ timeout: 10_000 })
  await shoot(one.page, 'presence')
  await openRow(two.page, 'And here')
  await one.page.getByText('dana is looking at this').waitFor({ state: 'detached', timeout: 10_000 })
})

test('the tab counts, its icon has a dot, and it rings only for those who asked for it', async () => {
  const queue = await aQueue()
  await queue.ask('Early')
  const people = [await queue.reviewer('noa', { sound: true }), await queue.reviewer('dana')]
  const pages = await Promise.all(people.map(async (person) => {
    const { page } = await desk(queue, person, '/account')
    await page.evaluate(() => {
      const counted = window as unknown as { rang: number; AudioContext: unknown }
      counted.rang = 0
      const Real = window.AudioContext
      counted.AudioContext = class extends Real {
        constructor() {
          super()
          counted.rang += 1
        }
      }
    })
    return page
  }))
  for (const page of pages) await expect.poll(() => page.title()).toMatch(/^\(1\) /)
  await queue.ask('Later')
  for (const page of pages) await expect.poll(() => page.title()).toMatch(/^\(2\) /)
  expect(await Promise.all(pages.map((page) => page.locator('link[data-badge]').count()))).toEqual([1, 1])
  await expect.poll(() => pages[0]?.evaluate(() => (window as unknown as { rang: number }).rang)).toBe(1)
  expect(await pages[1]?.evaluate(() => (window as unknown as { rang: number }).rang)).toBe(0)
  await pages[0]?.getByRole('link', { name: 'Team' }).or(pages[0].getByRole('link', { name: 'Approvals' })).first().click()
  await pages[0]?.waitForURL(/approvals|team/)
  await expect.poll(() => pages[0]?.title()).toMatch(/^\(2\) /)
})

describe('keys', () => {
  test('the slash searches, Escape goes back to the list, and the question mark lists every key', async () => {
    const queue = await aQueue()
    await queue.ask('Ship a parcel', { args: { order: 'ORD-4711' } })
    await queue.ask('Something else')
    const { page } = await desk(queue, await queue.reviewer('noa'))
    await rowOf(page, 'Something else').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('ord-4711')
    await rowOf(page, 'Something else').waitFor({ state: 'detached' })
    await rowOf(page, 'Ship a parcel').waitFor()
    await page.keyboard.press('Escape')
    await rowOf(page, 'Something else').waitFor()
    await page.locator('[data-approval]').first().focus()
    await page.keyboard.press('?')
    const keys = page.getByRole('dialog').locator('dt .sr-only')
    await keys.first().waitFor({ state: 'attached' })
    expect(await keys.allInnerTexts()).toEqual(['J', 'K', '/', 'A', 'E', 'M', 'R', '1–9', 'S', 'X', '⇧X', '⇧A', 'Esc', '?'])
    await shoot(page, 'help')
    await expectAccessible(page)
  })

  test('switched off, none of them does anything', async () => {
    const queue = await aQueue()
    const id = await queue.ask('Stay as you are')
    await queue.ask('You, too')
    const { page } = await desk(queue, await queue.reviewer('noa', { hotkeys: false }))
    await openRow(page, 'Stay as you are')
    await page.getByRole('button', { name: 'Assign', exact: true }).waitFor()
    for (const key of ['x', 'Shift+X', 'Shift+A', 's', 'a', 'e', 'm', 'r', 'j', 'k', '/', '?']) await page.keyboard.press(key)
    await page.waitForTimeout(800)
    expect(await page.getByText('selected').count()).toBe(0)
    expect(await page.locator('dialog[open], [popover]:popover-open, details[name=words][open]').count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement instanceof HTMLInputElement)).toBe(false)
    expect(page.url()).toContain(id)
    await page.locator('summary', { hasText: 'Reject' }).click()
    await page.getByRole('textbox', { name: 'Why not?' }).press('1')
    expect(await page.getByRole('textbox', { name: 'Why not?' }).inputValue()).toBe('1')
    expect(await statusOf(id)).toBe('pending')
  })
})

test('a stand-in is named and ended on the account page, and then sees what was assigned', async () => {
  const queue = await aQueue()
  const [noa, dana] = [await queue.reviewer('noa'), await queue.reviewer('dana')]
  const { page } = await desk(queue, noa, '/account')
  const today = new Date().toISOString().slice(0, 10)
  await page.getByLabel('Reviewer').selectOption({ label: `dana (${dana.actor.email})` })
  await page.getByLabel('From', { exact: true }).fill(today)
  await page.getByLabel('Until the end of').fill(today)
  await page.getByRole('button', { name: 'Name', exact: true }).click()
  await page.getByText('stands in for you', { exact: false }).first().waitFor()
  await shoot(page, 'account-delegation')
  const theirs = await desk(queue, dana, '/account')
  await theirs.page.getByText('You stand in for noa', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'End it now' }).click()
  await page.getByLabel('Reviewer').waitFor()
})
