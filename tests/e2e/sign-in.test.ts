import { beforeAll, expect, test } from 'vitest'
import { aWorld, type World } from '@/tests/support/world'
import { openPage, signIn } from './support/browser'
import { aUser, PASSWORD } from './support/people'
import { wholeStack } from './support/whole-stack'

const stack = wholeStack()
let world: World

beforeAll(async () => {
  world = await aWorld()
})

const fill = async (page: Awaited<ReturnType<typeof openPage>>['page'], email: string, password: string) => {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('a link to a page leads through sign-in to that page', async () => {
  const email = await aUser(world.workspace, 'ella', ['auditor'])
  const { page } = await openPage(stack.browser, stack.desk)
  await page.goto('/audit?q=kind:approval')
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  await fill(page, email, PASSWORD)
  await page.waitForURL((url) => url.pathname === '/audit' && url.searchParams.get('q') === 'kind:approval')
})

test.each([true, false])('a wrong password says so and keeps the e-mail (JavaScript: %s)', async (javaScript) => {
  const email = await aUser(world.workspace, 'eve', ['reviewer'])
  const { page } = await openPage(stack.browser, stack.desk, { javaScript })
  await page.goto('/sign-in')
  await fill(page, email, 'not the password at all')
  await page.getByText('That e-mail and password do not match.').waitFor()
  expect(await page.getByLabel('E-mail').inputValue()).toBe(email)
  expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
  await fill(page, email, PASSWORD)
  await page.waitForURL('**/approvals')
})

test('guessing is slowed down, and says for how long', async () => {
  const email = await aUser(world.workspace, 'gad', ['reviewer'])
  const { page } = await openPage(stack.browser, stack.desk)
  await page.goto('/sign-in')
  const slowed = page.getByText(/Too many attempts\. Try again in \d+ minute/)
  for (let i = 0; i < 15 && !(await slowed.isVisible()); i++) {
    await fill(page, email, `guess number ${i}`)
    await page.getByText('That e-mail and password do not match.').or(slowed).first().waitFor()
    await page.waitForTimeout(200)
  }
  await slowed.waitFor()
  await fill(page, email, PASSWORD)
  await slowed.waitFor()
  expect(new URL(page.url()).pathname).toBe('/sign-in')
})

test('language and theme follow the person, and nothing complains', async () => {
  const email = await aUser(world.workspace, 'tal', ['manager'])
  const { page, complaints } = await openPage(stack.browser, stack.desk)
  await signIn(page, email, PASSWORD)
  await page.goto('/account')
  await page.locator('select[name=locale]').selectOption('he')
  await page.locator('select[name=theme]').selectOption('dark')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.locator('html[dir="rtl"][lang="he"]').waitFor()
  await page.locator('html[data-theme="dark"]').waitFor()
  expect(complaints).toEqual([])
})

test('signing out ends the session, also for a copy of its cookie', async () => {
  const email = await aUser(world.workspace, 'sam', ['reviewer'])
  const { page, context } = await openPage(stack.browser, stack.desk)
  await signIn(page, email, PASSWORD)
  const cookies = await context.cookies()
  await page.getByRole('button', { name: 'Your menu' }).locator('visible=true').first().click()
  await page.getByText('Sign out').locator('visible=true').first().click()
  await page.waitForURL('**/sign-in')
  await context.addCookies(cookies)
  await page.goto('/approvals')
  expect(new URL(page.url()).pathname).toBe('/sign-in')
})
