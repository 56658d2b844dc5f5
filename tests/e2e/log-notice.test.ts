import { Client } from 'pg'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeDb } from '@/lib/db'
import { rows } from '@/tests/support/databases'
import { aWorld, type UserCtx, type World } from '@/tests/support/world'
import { openBrowser, type Visit } from './support/browser'
import { openPageAs } from './support/signed-in'
import { startStack, type Stack } from './support/stack'

let stack: Stack
let browser: Browser
let world: World
const holder = new Client({ connectionString: process.env.DATABASE_URL })

beforeAll(async () => {
  stack = await startStack()
  browser = await openBrowser()
  world = await aWorld()
  await holder.connect()
})
afterAll(async () => {
  await holder.end()
  await browser.close()
  await stack.stop()
  await closeDb()
})

async function pageFor(person: UserCtx, look: Visit, path: string) {
  const { page } = await openPageAs({ browser, desk: stack.desk }, person, look)
  await page.goto(stack.desk + path)
  return page
}

test('while the log is behind, those who answer for it are told on every page, and no longer once it caught up', async () => {
  const [admin, reviewer] = [await world.person(['admin', 'reviewer']), await world.person(['reviewer'])]
  await holder.query('BEGIN')
  await holder.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`countersign:log:${world.workspace}`])
  await world.person(['reviewer'])
  await rows(`UPDATE audit_pending SET at = at - interval '1 minute' WHERE workspace_id = $1`, [world.workspace])
  await rows(`INSERT INTO audit_copies (workspace_id, target, size, failing_since, error) VALUES ($1, 'webhook', 0, now(), 'the webhook answered 500')`, [world.workspace])

  const looks: [string, Visit][] = [
    ['wide', {}],
    ['narrow', { locale: 'he-IL', colorScheme: 'dark', width: 390, height: 844 }],
  ]
  for (const [name, look] of looks) {
    const page = await pageFor(admin, look, '/approvals')
    const notice = page.getByRole('region', { name: look.locale === 'he-IL' ? 'יומן הביקורת בפיגור' : 'The audit log is behind' })
    await notice.waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBeLessThanOrEqual(0)
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/log-notice-${name}.png` })
    await page.close()
  }
  const page = await pageFor(reviewer, {}, '/approvals')
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  expect(await page.getByText('The audit log is behind').count()).toBe(0)

  await holder.query('ROLLBACK')
  await expect.poll(async () => (await rows('SELECT 1 FROM audit_pending WHERE workspace_id = $1', [world.workspace])).length, { timeout: 10_000 }).toBe(0)
  const after = await pageFor(admin, {}, '/audit')
  await after.getByRole('heading', { level: 1 }).first().waitFor()
  expect(await after.getByText('The audit log is behind').count()).toBe(0)
})
