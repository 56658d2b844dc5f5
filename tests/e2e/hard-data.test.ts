import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { prisma } from '@/lib/db'
import { accessFaults } from './support/browser'
import { aHardDesk, HARD, type HardDesk } from './support/hard-desk'
import { openPageAs } from './support/signed-in'
import { wholeStack } from './support/whole-stack'

// Names of 160 letters without a space, amounts of 40 digits, Hebrew in English and the other way round.
const stack = wholeStack()
let desk: HardDesk
let entries: string[]

beforeAll(async () => {
  desk = await aHardDesk()
  const events = ['settings.changed', 'action.reported', 'permission.set', 'approval.decided']
  const found = await prisma.auditEntry.findMany({ where: { workspaceId: desk.world.workspace, event: { in: events } }, distinct: ['event'], select: { id: true } })
  entries = found.map(({ id }) => id)
})

const agent = `/agents/${HARD.agent}`
const pages = () => [
  '/approvals', `/approvals/${desk.pending}`, `/approvals/${desk.approved}?status=decided`, '/actions', `/actions/${desk.done}`, '/activity',
  '/audit', `/audit?entry=${entries[0]}`, ...entries.map((id) => `/audit/${id}`), '/metrics', '/metrics/actions', '/agents', agent,
  ...['settings', 'permissions', 'keys', 'changes'].map((tab) => `${agent}/${tab}`),
  '/tools', `/tools/${encodeURIComponent(HARD.tool)}`, '/tools/pay', '/team', `/team/${desk.english.actor.id}`, '/account', '/no-such-page',
]

/** What can be pushed sideways: the document, the scrolling panes of the desk, and whatever is cut off by nothing. */
const tooWide = (page: Page) =>
  page.evaluate(() => {
    const panes = [document.scrollingElement, ...document.querySelectorAll('main, aside')]
    return panes.flatMap((pane) => {
      if (!pane || pane.scrollWidth <= Math.max(pane.clientWidth, 1)) return []
      const edge = pane.getBoundingClientRect()
      const culprit = [...pane.querySelectorAll('*')].find((each) => each.getBoundingClientRect().right > edge.right + 1 || each.getBoundingClientRect().left < edge.left - 1)
      return [`${pane.tagName} is ${pane.scrollWidth - pane.clientWidth} px too wide: ${culprit?.outerHTML.slice(0, 120)}`]
    })
  })

async function look(width: number, locale: 'en' | 'he'): Promise<void> {
  const person = locale === 'en' ? desk.english : desk.hebrew
  const { page, context, complaints } = await openPageAs(stack, person, { width, height: 844 })
  const found: string[] = []
  for (const path of pages()) {
    complaints.length = 0
    await page.goto(path)
    await page.locator('main .animate-pulse, [aria-busy="true"]').first().waitFor({ state: 'detached' })
    await page.waitForFunction(() => [...document.querySelectorAll('h1')].some((each) => each.checkVisibility()))
    const faults = [...(await tooWide(page)), ...(width === 390 ? await accessFaults(page) : []), ...complaints.filter((each) => !each.includes('status of 404'))]
    found.push(...faults.map((fault) => `${path}: ${fault}`))
  }
  await context.close()
  expect(found).toEqual([])
}

test('at 390 px nothing scrolls sideways, in English', () => look(390, 'en'))
test('at 390 px nothing scrolls sideways, in Hebrew', () => look(390, 'he'))
test('at 320 px nothing scrolls sideways, in English', () => look(320, 'en'))
test('at 320 px nothing scrolls sideways, in Hebrew', () => look(320, 'he'))
test('at 1440 px nothing scrolls sideways, in Hebrew', () => look(1440, 'he'))
