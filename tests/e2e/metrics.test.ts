import { readFile } from 'node:fs/promises'
import type { Download, Page } from 'playwright-core'
import { beforeAll, expect, test, vi } from 'vitest'
import { rows } from '@/tests/support/databases'
import { dice, past, PEOPLE, writeHistory } from '@/tests/support/history'
import { aWorld, type UserCtx, type World } from '@/tests/support/world'
import { expectAccessible } from './support/browser'
import { openPageAs } from './support/signed-in'
import { wholeStack } from './support/whole-stack'

const DAY = 86_400_000
const stack = wholeStack()
let world: World
let manager: UserCtx

beforeAll(async () => {
  world = await aWorld()
  manager = await world.person(['manager'])
  const roll = dice(5)
  const now = Date.now()
  await writeHistory(String(process.env.DATABASE_URL), world.workspace, Array.from({ length: 300 }, () => past(roll, ['agent-a', 'agent-b'], ['tool_a', 'tool_b'], new Date(now - 20 * DAY), new Date(now))))
  await vi.waitUntil(async () => (await rows('SELECT 1 FROM audit_pending LIMIT 1')).length + (await rows('SELECT 1 FROM metrics_dirty LIMIT 1')).length === 0, { timeout: 60_000, interval: 200 })
})

async function visit(person: Parameters<typeof openPageAs>[1]): Promise<{ page: Page; complaints: string[]; scripts: () => number }> {
  const { page, context, complaints } = await openPageAs(stack, person)
  let loaded = 0
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  const scripts = new Set<string>()
  devtools.on('Network.responseReceived', ({ requestId, type }) => void (type === 'Script' && scripts.add(requestId)))
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => void (scripts.has(requestId) && (loaded += encodedDataLength)))
  return { page, complaints, scripts: () => loaded }
}

const text = async (download: Download) => readFile(await download.path())

test('a bar opens exactly its rows, and the chart library comes only when somebody points at a chart', async () => {
  const { page, complaints, scripts } = await visit(manager)
  await page.goto('/metrics')
  await page.getByText('What happened to actions').waitFor()
  await page.waitForLoadState('networkidle')
  expect(scripts()).toBeLessThan(200_000)
  await expectAccessible(page)
  const chart = page.locator('[data-panel]').first().locator('[data-chart]')
  expect(await page.locator('.recharts-surface').count()).toBe(0)
  await chart.hover()
  await page.locator('.recharts-surface').first().waitFor()

  await page.locator('[data-panel]').first().getByText('Show as table').click()
  const row = page.locator('[data-panel]').first().locator('tbody tr').nth(15)
  const counts = (await row.locator('td').allInnerTexts()).slice(1).map(Number)
  await expectAccessible(page)
  const sum = counts.reduce((all, count) => all + count, 0)
  expect(sum).toBeGreaterThan(0)
  await page.goto(stack.desk + (await row.locator('a').getAttribute('href')))
  await page.getByText(new RegExp(`^${sum} actions?$`)).waitFor()
  expect(await page.locator('tbody tr').count()).toBe(Math.min(sum, 50))
  await expectAccessible(page)
  expect(complaints).toEqual([])
})

test('a table that is opened before the page is awake is there once it is', async () => {
  const { page, complaints } = await visit(manager)
  let awake = () => {}
  const asleep = new Promise<void>((resolve) => (awake = resolve))
  await page.route('**/*.js', (route) => asleep.then(() => route.continue()))
  await page.goto('/metrics', { waitUntil: 'commit' })
  const panel = page.locator('[data-panel]').first()
  await panel.getByText('Show as table').click()
  expect(await panel.locator('table').count()).toBe(0)
  awake()
  await panel.locator('table').waitFor()
  expect(await panel.locator('tbody tr').count()).toBe(30)
  expect(complaints).toEqual([])
})

test('a chart is saved with its numbers as numbers, and as the picture it is', async () => {
  const { page, complaints } = await visit(manager)
  await page.goto('/metrics')
  const csv = page.getByRole('button', { name: 'What happened to actions: download the numbers as CSV' })
  await csv.waitFor()
  await page.waitForLoadState('networkidle')
  const [numbers] = await Promise.all([page.waitForEvent('download'), csv.click()])
  const lines = (await text(numbers)).toString('utf8').trimEnd().split('\r\n')
  expect(lines[0]).toBe('\uFEFFTime (UTC),Allowed,Approved,Expired or withdrawn,Denied or rejected,Waiting')
  expect(lines).toHaveLength(31)
  const all = lines.slice(1).flatMap((line) => line.split(',').slice(-5).map(Number)).reduce((sum, count) => sum + count, 0)
  expect(all).toBe(300)

  const [ranking] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Blocked most: download the numbers as CSV' }).click()])
  const ranked = (await text(ranking)).toString('utf8').trimEnd().split('\r\n')
  expect(ranked[0]).toBe('\uFEFFAgent,Calls,Blocked')
  expect(ranked.slice(1).reduce((sum, line) => sum + Number(line.split(',')[1]), 0)).toBe(300)

  const [picture] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Time to decide: download the chart as PNG' }).click()])
  const png = await text(picture)
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(png.readUInt32BE(16)).toBeGreaterThan(500)
  expect(complaints).toEqual([])
})

test('a reviewer sees and opens their own decisions, and nobody else\'s, whatever the address says', async () => {
  const [noa] = await rows<{ id: string; n: number }>(
    `SELECT u.id, (SELECT count(*)::int FROM agent_approvals WHERE workspace_id = $1 AND resolved_by = $2 AND status IN ('approved', 'rejected')) AS n FROM users u WHERE email = $2`, [world.workspace, PEOPLE[0]])
  if (!noa) throw new Error('no reviewer')
  const { page } = await visit({ workspace: world.workspace, actor: noa })
  await page.goto('/metrics')
  await page.getByRole('heading', { name: 'Your pace' }).waitFor()
  await expect.poll(() => page.locator('dl dd').first().innerText()).toContain(String(noa.n))
  expect(await page.getByText(PEOPLE[1]).count()).toBe(0)
  const from = new Date(Date.now() - 30 * DAY).toISOString()
  await page.goto(`/metrics/actions?sort=all&from=${from}&reviewer=${PEOPLE[1]}`)
  await page.getByText(new RegExp(`^${noa.n} actions?$`)).waitFor()
  expect(await page.getByText(PEOPLE[1]).count()).toBe(0)
})
