import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { submit } from '@/lib/actions/submit'
import type { Role } from '@/lib/context'
import { aWorld, type AgentCtx, type World } from '@/tests/support/world'
import { openPageAs } from './support/signed-in'
import { wholeStack } from './support/whole-stack'

const SOON = { timeout: 20_000 } // however busy the machine is

const stack = wholeStack()
let world: World
let agent: AgentCtx

beforeEach(async () => {
  world = await aWorld()
  agent = await world.agent('shop-agent')
  await world.tool('look', 0)
  await world.tool('pay', 3)
})

const ask = (tool: 'look' | 'pay', name: string) => submit(agent, { tool, args: { name }, action_name: name })

async function open(path: string, roles: readonly Role[] = ['reviewer']): Promise<Page> {
  const { page } = await openPageAs(stack, await world.person(roles))
  await page.goto(path)
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor()
  return page
}
const names = (page: Page) => page.locator('[data-action] a[href^="/actions/"]').allTextContents()

test('a new action comes on top by itself, with the verdict on it', async () => {
  await ask('look', 'Look at order 1')
  const page = await open('/activity')
  await page.locator('[data-live="live"]').waitFor()
  await ask('pay', 'Pay order 2')
  await page.getByRole('row', { name: /Pay order 2/ }).getByText('Asked a person').waitFor() // nobody reloaded
  expect(await names(page)).toEqual(['Pay order 2', 'Look at order 1'])
})

test('paused it stays as it is and counts what waits, also after a reload; resumed it shows everything', async () => {
  await ask('look', 'First')
  const page = await open('/activity')
  await page.getByRole('link', { name: 'Pause' }).click()
  await page.locator('[data-live="paused"]').getByText('nothing newer yet').waitFor()
  await ask('look', 'Second')
  await ask('pay', 'Third')
  await page.locator('[data-live="paused"]').getByText('2 newer').waitFor()
  expect(await names(page)).toEqual(['First'])
  await page.reload()
  await page.locator('[data-live="paused"]').getByText('2 newer').waitFor()
  expect(await names(page)).toEqual(['First'])
  await page.getByRole('link', { name: 'Resume' }).click()
  await page.locator('[data-live="live"]').waitFor()
  await expect.poll(() => names(page), SOON).toEqual(['Third', 'Second', 'First'])
})

test('filters are the address, and a filtered stream lets in only what fits', async () => {
  await ask('look', 'Look at it')
  await ask('pay', 'Pay it')
  const page = await open('/activity')
  await page.getByLabel('Verdict').selectOption({ label: 'Asked a person' })
  await page.waitForURL('**/activity?verdict=review')
  await expect.poll(() => names(page), SOON).toEqual(['Pay it'])
  await ask('look', 'Look again')
  await ask('pay', 'Pay again')
  await expect.poll(() => names(page), SOON).toEqual(['Pay again', 'Pay it'])
  await page.getByLabel('State now').selectOption({ label: 'Denied' })
  await page.getByText('Nothing fits these filters').waitFor()
  await page.getByRole('link', { name: 'Clear filters' }).first().click()
  await expect.poll(async () => (await names(page)).length, SOON).toBe(4)
})

test('it pages back in time and leads to the action and its approval', async () => {
  for (let n = 1; n <= 52; n += 1) await ask('look', `Look ${n}`)
  await ask('pay', 'Pay it')
  const page = await open('/activity')
  expect((await names(page)).length).toBe(50)
  await page.getByRole('link', { name: 'Older' }).click()
  await expect.poll(() => names(page), SOON).toEqual(['Look 3', 'Look 2', 'Look 1'])
  await page.locator('[data-live="paused"]').getByText('50 newer').waitFor()
  await page.getByRole('link', { name: 'Newest' }).click()
  await page.getByRole('row', { name: /Pay it/ }).getByRole('link', { name: 'Approval', exact: true }).click()
  await page.waitForURL('**/approvals/*')
  await page.goBack()
  await page.getByRole('link', { name: 'Pay it' }).click()
  await page.waitForURL('**/actions/*')
})

test('a manager sees what was done by whom, but not what an agent wrote', async () => {
  await ask('pay', 'Pay Maya Cohen')
  const page = await open('/activity', ['manager'])
  await page.getByRole('row', { name: /shop-agent/ }).getByText('pay').first().waitFor()
  expect(await page.content()).not.toContain('Maya')
  expect(await page.locator('[data-action] a').count()).toBe(0)
})
