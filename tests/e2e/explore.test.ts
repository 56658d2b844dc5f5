import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { submit } from '@/lib/actions/submit'
import { newId } from '@/lib/ids'
import { setPreferences } from '@/lib/users/set-preferences'
import { dice, past, writeHistory } from '@/tests/support/history'
import { aWorld, type AgentCtx, type UserCtx, type World } from '@/tests/support/world'
import { accessFaults, type Visit } from './support/browser'
import { openPageAs } from './support/signed-in'
import { wholeStack } from './support/whole-stack'

const stack = wholeStack()
let world: World
let agent: AgentCtx
let auditor: UserCtx
let manager: UserCtx

beforeAll(async () => {
  world = await aWorld()
  agent = await world.agent('support-agent-first-line-very-long-name-indeed')
  await world.tool('search_articles', 0)
  auditor = await world.person(['auditor', 'admin', 'reviewer'])
  manager = await world.person(['manager'])
  const roll = dice(7)
  const now = Date.now()
  const agents = ['refund-agent-senior', 'refund-agent-basic', 'ops-agent', 'analytics-agent']
  const events = Array.from({ length: 260 }, () => past(roll, agents, ['issue_refund', 'restart_service', 'lookup_order'], new Date(now - 29 * 86_400_000), new Date(now - 3_600_000)))
  await writeHistory(process.env.DATABASE_URL as string, world.workspace, events)
})

async function at(path: string, person = auditor, visit: Visit = {}): Promise<Page> {
  const { page } = await openPageAs(stack, person, visit)
  await page.goto(path)
  return page
}
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.waitForTimeout(300)
  await page.screenshot({ path: `${folder}/explore-${name}.png` })
}
const list = (page: Page) => page.locator('[data-audit-list] [data-entry]')
const search = (page: Page) => page.getByRole('combobox', { name: 'Search the log' })
const q = (page: Page) => new URL(page.url()).searchParams.get('q')

test('a search is completed from the keyboard, found, counted, and kept in the address', async () => {
  const page = await at('/audit?period=30d')
  await list(page).first().waitFor()
  await picture(page, 'all')
  expect(await accessFaults(page)).toEqual([])
  await search(page).focus()
  await page.keyboard.type('age')
  await page.getByRole('option', { name: /^agent:/ }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.type('refund')
  await page.getByRole('option', { name: 'agent:refund-agent-senior' }).waitFor()
  await picture(page, 'completion')
  expect(await accessFaults(page)).toEqual([])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.type('kind:approval')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.searchParams.get('q') === 'agent:refund-agent-senior kind:approval')
  await list(page).first().waitFor()
  const total = Number(/^(\d+) entr/.exec((await page.getByText(/^\d+ entr/).textContent()) ?? '')?.[1])
  const chip = await page.getByRole('link', { name: /^approval \d/ }).textContent()
  expect(Number(/\d+/.exec(chip ?? '')?.[0])).toBe(total)
  expect(await list(page).count()).toBe(Math.min(50, total))
  await page.getByRole('link', { name: /^approval \d/ }).click()
  await page.waitForURL((url) => url.searchParams.get('q') === 'agent:refund-agent-senior')
  expect(await search(page).inputValue()).toBe('agent:refund-agent-senior')
})

test('what is not understood is said, and stays in the field', async () => {
  const page = await at('/audit?q=kind:aproval+agnet:x+%22Maya')
  await page.getByText('These words are not understood').waitFor()
  await picture(page, 'problems')
  expect(await accessFaults(page)).toEqual([])
  expect(await search(page).inputValue()).toBe('kind:aproval agnet:x "Maya')
  expect(await list(page).count()).toBe(0)
})

test('time is chosen with the keyboard and with the pointer, and the list is of that time', async () => {
  const page = await at('/audit?period=30d')
  const from = page.getByRole('slider', { name: 'Start of the chosen time' })
  await from.focus()
  for (const each of ['PageDown', 'PageUp', 'PageUp', 'ArrowRight']) await from.press(each)
  await page.waitForURL(/span=/)
  const [start = ''] = new URL(page.url()).searchParams.get('span')?.split('..') ?? []
  await page.getByRole('link', { name: 'Zoom in' }).waitFor()
  const oldest = async () => {
    await list(page).first().waitFor()
    const times = await page.locator('[data-audit-list] tbody time').evaluateAll((all) => all.map((each) => (each as HTMLTimeElement).dateTime))
    return times.at(-1) ?? ''
  }
  expect(await oldest() >= start.replace('Z', '')).toBe(true)
  await from.press('Escape')
  await page.waitForURL((url) => !url.searchParams.has('span'))
  const box = await page.getByRole('group', { name: 'Entries over time' }).boundingBox()
  if (!box) throw new Error('no histogram')
  await page.mouse.move(box.x + box.width * 0.3, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.5, box.y + 25, { steps: 5 })
  await page.mouse.up()
  await page.waitForURL(/span=/)
  await page.getByRole('link', { name: 'Zoom in' }).waitFor()
  const [first = '', last = ''] = new URL(page.url()).searchParams.get('span')?.split('..') ?? []
  expect((Date.parse(last) - Date.parse(first)) / 86_400_000).toBeCloseTo(6.3, 0)
  await list(page).first().waitFor()
  await picture(page, 'brushed')
  expect(await accessFaults(page)).toEqual([])
  await page.getByRole('link', { name: 'Zoom in' }).click()
  await page.waitForURL((url) => !url.searchParams.has('span') && url.searchParams.get('from') === first)
})

test('without JavaScript the form, the facets and the bars still search', async () => {
  const page = await at('/audit?period=30d', auditor, { javaScript: false })
  await search(page).fill('success:false')
  await search(page).press('Enter')
  await page.waitForURL(/q=success/)
  expect(await list(page).count()).toBeGreaterThan(5)
  await page.getByRole('button', { name: 'Agent' }).click()
  await page.getByRole('link', { name: /^ops-agent/ }).click()
  expect(q(page)).toBe('success:false agent:ops-agent')
  expect(await search(page).inputValue()).toBe('success:false agent:ops-agent')
})

test('a view is saved, shared, opened again and removed', async () => {
  const page = await at('/audit?period=30d&q=success:false')
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByLabel('Name of this view').fill('כל מה שנכשל')
  await page.getByLabel('For everybody in the workspace').check()
  await picture(page, 'view')
  await page.getByRole('button', { name: 'Save this view' }).click()
  await page.getByRole('link', { name: /כל מה שנכשל/ }).waitFor()
  expect(await accessFaults(page)).toEqual([])
  const other = await at('/audit', manager)
  await other.getByRole('button', { name: 'Views' }).click()
  await other.getByRole('link', { name: /כל מה שנכשל/ }).click()
  await other.waitForURL((url) => url.searchParams.get('q') === 'success:false' && url.searchParams.get('period') === '30d')
  await page.getByRole('button', { name: 'Remove כל מה שנכשל' }).click()
  await page.getByText('Nothing is saved yet.').waitFor()
})

test('a manager sees how many, never which', async () => {
  const page = await at('/audit?period=30d', manager)
  await page.getByText('Your role sees how many entries there are').waitFor()
  await page.getByText(/^[\d,]+ entries$/).waitFor()
  await picture(page, 'manager')
  expect(await list(page).count()).toBe(0)
  await page.goto('/audit?q=hyperlink')
  await page.getByText('Your role sees counts only').waitFor()
})

test('live: entries come in while nobody reads, and wait to be asked for while somebody does', async () => {
  const page = await at('/audit?period=24h')
  await page.getByRole('link', { name: 'Follow live' }).click()
  await page.getByRole('link', { name: 'Pause' }).waitFor()
  await page.mouse.move(5, 5)
  const ask = () => submit(agent, { tool: 'search_articles', args: { q: newId() }, action_name: 'Search <b>articles</b>' })
  await ask()
  const mine = page.locator('[data-audit-list]').getByText('Search <b>articles</b>')
  await mine.first().waitFor()
  const before = await mine.count()
  const row = list(page).first()
  await row.hover()
  const place = await row.boundingBox()
  await ask()
  await page.getByRole('button', { name: /new entr/ }).waitFor()
  await picture(page, 'live')
  expect(await row.boundingBox()).toEqual(place)
  expect(await mine.count()).toBe(before)
  await page.getByRole('button', { name: /new entr/ }).click()
  await expect.poll(() => mine.count()).toBeGreaterThan(before)
})

test('on a phone, in Hebrew and in the dark it fits', async () => {
  await setPreferences(manager, { locale: 'he' })
  await setPreferences(auditor, { locale: 'he' })
  for (const [person, name, path] of [[auditor, 'phone-he', '/audit?period=30d&q=kind:approval'], [auditor, 'wide-he', '/audit?period=30d'], [auditor, 'phone-he-problems', '/audit?q=kind:x']] as const) {
    const page = await at(path, person, { locale: 'he-IL', colorScheme: 'dark', ...(name === 'wide-he' ? {} : { width: 390, height: 844 }) })
    await page.locator('main .animate-pulse').first().waitFor({ state: 'detached' })
    await picture(page, name)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    expect(await accessFaults(page)).toEqual([])
  }
})
