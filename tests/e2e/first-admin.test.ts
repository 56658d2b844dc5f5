import { execFileSync } from 'node:child_process'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeDb } from '@/lib/db'
import { ensureFirstAdmin } from '@/lib/users/first-admin'
import { choosePassword, expectAccessible, openBrowser, openPage, signIn } from './support/browser'
import { startStack, type Stack } from './support/stack'

let stack: Stack
let browser: Browser

beforeAll(async () => {
  stack = await startStack()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await stack.stop()
  await closeDb()
})

test('the first admin comes in by the one-time password, must change it, makes an agent, and the curl line works as pasted', async () => {
  const { email, oneTimePassword = '' } = await ensureFirstAdmin()
  const { page } = await openPage(browser, stack.desk)
  await signIn(page, email, oneTimePassword)
  await page.goto('/agents')
  await choosePassword(page)
  await page.goto('/agents')
  await page.getByLabel('Name').first().fill('Refund agent')
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Create/ }).first().click()
  const line = page.locator('pre, code').filter({ hasText: 'curl' }).first()
  await line.waitFor()
  const pasted = (await line.innerText()).replaceAll('\u00a0', ' ').replace(/http:\/\/localhost:\d+/, stack.gateway)
  const answer = execFileSync('bash', ['-c', pasted], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  expect(answer).toContain('"state":"pending"')
  await page.goto('/approvals')
  await page.locator('[data-approval]').first().waitFor()
})
