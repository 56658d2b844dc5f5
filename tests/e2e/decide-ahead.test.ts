import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { decide } from '@/lib/approvals/decide'
import { prisma } from '@/lib/db'
import { aQueue, atTheDesk, openRow, rowOf, type Queue } from './support/queue'
import { wholeStack } from './support/whole-stack'

const stack = wholeStack()

const statusOf = async (id: string) => (await prisma.approval.findFirstOrThrow({ where: { id } })).status
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 })

/** A page of the reviewer that hears of nothing by itself. */
async function deafDesk(queue: Queue) {
  const { page, complaints } = await atTheDesk(stack.browser, stack.desk, await queue.reviewer('noa'), '/account')
  await page.route('**/api/live', (route) => route.fulfill({ status: 204 }))
  await page.goto('/approvals')
  return Object.assign(page, { complaints })
}

/** Two to decide, the first of them open. */
async function twoAtADeafDesk() {
  const queue = await aQueue()
  const [first, second] = [await queue.ask('First'), await queue.ask('Second')]
  const page = await deafDesk(queue)
  await openRow(page, 'First')
  return { queue, first, second, page, complaints: page.complaints }
}

/** Holds back what the page posts until it is let go. */
async function held(page: Page) {
  let letGo = () => {}
  const released = new Promise<void>((resolve) => (letGo = resolve))
  await page.route('**/approvals/*', async (route) => {
    if (route.request().method() === 'POST') await released
    await route.continue()
  })
  return () => letGo()
}

test('a key shows the next one while the decision is on its way; it is said to be done only once it is', async () => {
  const { first, page, complaints } = await twoAtADeafDesk()
  const letGo = await held(page)
  await page.keyboard.press('a')
  await heading(page, 'Second').waitFor()
  await rowOf(page, 'First').getByText('Sending…').waitFor()
  expect(await page.getByText('Approved.').count()).toBe(0)
  expect(await statusOf(first)).toBe('pending')
  // Whoever goes back to it meets no button that a second time would be pressed.
  await page.waitForSelector('footer[aria-label="Decision"]:not([data-resting])')
  await page.keyboard.press('k')
  await heading(page, 'First').waitFor()
  await page.getByLabel('Decision', { exact: true }).getByText('Sending…').waitFor()
  await page.keyboard.press('a')
  await page.keyboard.press('j')
  await heading(page, 'Second').waitFor()
  letGo()
  await page.getByText('Approved.').first().waitFor()
  await rowOf(page, 'First').waitFor({ state: 'detached' })
  expect(await prisma.decision.count({ where: { approvalId: first } })).toBe(1)
  expect(complaints).toEqual([])
})

test('a decision that somebody else was faster with comes back by itself, with who it was', async () => {
  const { queue, first, second, page } = await twoAtADeafDesk()
  const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: first } })
  await decide(await queue.reviewer('dana'), { approvalId: first, decision: 'reject', comment: 'Not today.', actionHash })
  const letGo = await held(page)
  await page.keyboard.press('a')
  await heading(page, 'Second').waitFor()
  letGo()
  await heading(page, 'First').waitFor()
  const notice = page.getByRole('alert').filter({ hasText: 'Your decision was not recorded.' })
  await notice.getByText('dana rejected it first,').waitFor()
  expect(await notice.evaluate((box) => box === document.activeElement)).toBe(true)
  expect([await statusOf(first), await statusOf(second)]).toEqual(['rejected', 'pending'])
})

test('with no answer nothing is claimed, and the words are still there to be sent again', async () => {
  const { first, page } = await twoAtADeafDesk()
  await page.route('**/approvals/*', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await page.keyboard.press('r')
  await page.keyboard.type('The photos are of another panel.')
  await page.keyboard.press('Control+Enter')
  await heading(page, 'Second').waitFor()
  const toast = page.getByRole('listitem').filter({ hasText: 'No answer came' })
  await toast.waitFor()
  expect(await page.getByText('Rejected. The agent is told.').count()).toBe(0)
  await page.unroute('**/approvals/*')
  await toast.getByRole('button', { name: 'Show it' }).click()
  await heading(page, 'First').waitFor()
  const words = page.getByRole('textbox', { name: 'Why not?' })
  expect(await words.inputValue()).toBe('The photos are of another panel.')
  await words.press('Control+Enter')
  await expect.poll(() => statusOf(first)).toBe('rejected')
})

test('below the last one a key goes on to what is left above it', async () => {
  const { first, second, page, complaints } = await twoAtADeafDesk()
  await page.keyboard.press('j')
  await heading(page, 'Second').waitFor()
  await page.keyboard.press('a')
  await heading(page, 'First').waitFor()
  await page.waitForSelector('footer[aria-label="Decision"]:not([data-resting])')
  await page.keyboard.press('a')
  await page.getByLabel('Decision', { exact: true }).getByText('Approved by noa').waitFor({ timeout: 3000 })
  expect([await statusOf(first), await statusOf(second)]).toEqual(['approved', 'approved'])
  expect(complaints).toEqual([])
})

test('where nothing is heard, a document says by itself what became of it', async () => {
  const queue = await aQueue(60_000)
  const id = await queue.ask('First')
  const page = await deafDesk(queue)
  await openRow(page, 'First')
  await page.keyboard.press('a')
  const bar = page.getByLabel('Decision', { exact: true })
  await bar.getByText('Approved by noa').waitFor({ timeout: 3000 })
  await bar.getByRole('button', { name: /Undo/ }).click()
  await bar.getByRole('button', { name: 'Approve' }).waitFor({ timeout: 3000 })
  expect(await statusOf(id)).toBe('pending')
  await page.getByText('Write a comment').click()
  await page.getByRole('textbox', { name: 'Your comment' }).fill('Waiting for the invoice.')
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  await page.getByRole('listitem').filter({ hasText: 'Waiting for the invoice.' }).waitFor({ timeout: 3000 })
  expect(page.complaints).toEqual([])
})

test('what came by itself is not decided by the same key hit twice', async () => {
  const { first, second, page } = await twoAtADeafDesk()
  await page.keyboard.press('a')
  await heading(page, 'Second').waitFor()
  await page.keyboard.press('a')
  await expect.poll(() => statusOf(first)).toBe('approved')
  await page.waitForSelector('footer[aria-label="Decision"]:not([data-resting])')
  expect(await statusOf(second)).toBe('pending')
  expect(page.url()).toContain(second)
})

test('whoever goes on in the middle of the answer who else is looking leaves no error behind', async () => {
  const queue = await aQueue()
  await queue.ask('First')
  await queue.ask('Second')
  const { page, complaints } = await atTheDesk(stack.browser, stack.desk, await queue.reviewer('noa'), '/account')
  await page.addInitScript(() => {
    const real = window.fetch
    window.fetch = async (input, init) => {
      if (input !== '/api/presence') return real(input, init)
      // The head of an answer, and then nothing until the question is ended.
      const body = new ReadableStream({ start: (control) => init?.signal?.addEventListener('abort', () => control.error(init.signal?.reason)) })
      return new Response(body, { status: 200 })
    }
  })
  await page.goto('/approvals')
  await openRow(page, 'First')
  await openRow(page, 'Second')
  await page.goto('/account')
  expect(complaints).toEqual([])
})
