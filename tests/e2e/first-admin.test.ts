import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { ensureFirstAdmin } from '@/lib/users/first-admin'
import { choosePassword, expectAccessible, openPage, signIn } from './support/browser'
import { wholeStack } from './support/whole-stack'

const stack = wholeStack()

test('the first admin comes in by the one-time password, must change it, makes an agent, and the curl line works as pasted', async () => {
  const { email, oneTimePassword = '' } = await ensureFirstAdmin()
  const { page } = await openPage(stack.browser, stack.desk)
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
