import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { submit } from '@/lib/actions/submit'
import { ROLES, type Role } from '@/lib/context'
import { prisma } from '@/lib/db'
import { aWorld, type World } from '@/tests/support/world'
import { accessFaults, type Visit } from './support/browser'
import { openPageAs } from './support/signed-in'
import { wholeStack } from './support/whole-stack'

const SOON = { timeout: 20_000 } // however busy the machine is

const stack = wholeStack()
let world: World

beforeEach(async () => {
  world = await aWorld()
  const agent = await world.agent('falcon-agent')
  await world.tool('falcon_tool', 3)
  await submit(agent, { tool: 'falcon_tool', args: {}, action_name: 'Buy a falcon' })
})

async function open(roles: readonly Role[] = ROLES, look: Visit = {}): Promise<Page> {
  const { page } = await openPageAs(stack, await world.person(roles), look)
  await page.goto('/account')
  await page.getByRole('button', { name: 'Go to or find' }).filter({ visible: true }).waitFor()
  return page
}
const summon = async (page: Page) => {
  const field = page.getByRole('combobox', { name: 'Go to, find or do something' })
  await expect.poll(async () => {
    if (!(await field.isVisible())) await page.keyboard.press('Control+k')
    return field.isVisible()
  }, SOON).toBe(true)
  return field
}

test('Ctrl+K, some letters and Enter lead to a page; Escape gives the focus back', async () => {
  const page = await open()
  const before = page.getByRole('textbox', { name: 'Name', exact: true })
  await before.focus()
  await summon(page)
  expect(await accessFaults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(() => before.evaluate((element) => element === document.activeElement), SOON).toBe(true)
  const field = await summon(page)
  await field.fill('met')
  await page.getByRole('option', { name: 'Metrics', selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/metrics')
})

test('finds an agent, a tool and an approval with the arrow keys, and an audit entry by its id', async () => {
  const page = await open()
  let field = await summon(page)
  await field.fill('falcon')
  await page.getByRole('option', { name: /Buy a falcon/ }).waitFor()
  await expect.poll(() => page.getByRole('dialog').getByRole('option').count()).toBe(3)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  expect(await field.getAttribute('aria-activedescendant')).toContain('approval-')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/approvals/*')
  const { id } = await prisma.auditEntry.findFirstOrThrow({ where: { workspaceId: world.workspace, event: 'action.submitted' } })
  field = await summon(page)
  await field.fill(id)
  await page.getByRole('option', { name: /action\.submitted/ }).click()
  await page.waitForURL(`**/audit/${id}`)
})

test('offers only the pages of one’s roles, and says when nothing is found', async () => {
  const page = await open(['reviewer'])
  const field = await summon(page)
  await page.getByRole('option', { name: 'Approvals' }).waitFor()
  expect(await page.getByRole('option', { name: 'Team' }).count()).toBe(0)
  await field.fill('nothing like this')
  await page.getByText('Nothing found.').waitFor()
})

test('changes the theme and the language, from a phone too', async () => {
  const page = await open(ROLES, { width: 390, height: 844 })
  await page.getByRole('button', { name: 'Go to or find' }).filter({ visible: true }).click()
  await page.getByRole('option', { name: 'Theme: Dark' }).click()
  await page.locator('html[data-theme="dark"]').waitFor()
  await page.getByRole('button', { name: 'Go to or find' }).filter({ visible: true }).click()
  await page.getByRole('option', { name: 'Language: עברית' }).click()
  await page.locator('html[dir="rtl"][lang="he"]').waitFor()
})
