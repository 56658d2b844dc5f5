import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { decide } from '@/lib/approvals/decide'
import { logKeys } from '@/lib/audit/log-keys'
import { prisma } from '@/lib/db'
import { verifyBundle } from '@/packages/verify/bundle'
import { leafHash } from '@/packages/verify/merkle'
import { parseReceipt, verifyReceipt } from '@/packages/verify/receipt'
import { rows } from '@/tests/support/databases'
import { aWorld, type World } from '@/tests/support/world'
import { asAgent } from './support/agent-door'
import { expectAccessible, type Visit } from './support/browser'
import { openPageAs } from './support/signed-in'
import { wholeStack } from './support/whole-stack'

const stack = wholeStack()
let world: World
let approvalId: string
let entry: string
let decided: string

beforeAll(async () => {
  world = await aWorld()
  const agent = asAgent(stack.gateway, (await world.agent('pay-agent', { settings: { autoTrigger: true } })).secret)
  await world.tool('pay', 3)
  const asked = await agent.ask('pay', { order: 'ORD-1', note: 'שלום <b>"x"</b>' })
  approvalId = asked.approval as string
  const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: approvalId } })
  await decide(await world.person(['reviewer'], 'noa@example.com'), { approvalId, decision: 'approve', actionHash })
  entry = (await entryOf('action.submitted')).id
  decided = (await entryOf('approval.decided')).id
})

const entryOf = (event: string) => prisma.auditEntry.findFirstOrThrow({ where: { workspaceId: world.workspace, event } })

async function at(path: string, visit: Visit = {}): Promise<Page> {
  const { page } = await openPageAs(stack, await world.person(['auditor', 'reviewer']), visit)
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  return page
}

async function openEntry(id: string, visit: Visit = {}): Promise<Page> {
  const page = await at(`/audit/${id}`, visit)
  // The worker gives an entry its place within a second.
  await expect.poll(async () => {
    if (await page.getByRole('button', { name: /^(Verify|אימות)/ }).count()) return true
    await page.reload()
    return false
  }, { timeout: 15_000 }).toBe(true)
  return page
}

/** For whoever wants to see it. */
const look = async (page: Page, name: string) => {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/proof-${name}.png` })
}

const verdictOf = async (page: Page) => {
  await page.getByRole('button', { name: /^(Verify|אימות)/ }).click()
  const box = page.locator('[data-proof]')
  await box.waitFor()
  return { verdict: await box.getAttribute('data-proof'), steps: await box.locator('[data-step]').evaluateAll((steps) => steps.map((step) => (step as HTMLElement).dataset.step)) }
}

test('the browser itself finds that what it shows is in the signed log', async () => {
  const page = await openEntry(entry)
  expect(await verdictOf(page)).toEqual({ verdict: 'holds', steps: ['ok', 'ok', 'ok'] })
  await expectAccessible(page)
  await page.locator('[data-proof]').scrollIntoViewIfNeeded()
  await look(page, 'holds')
  const key = (await logKeys())[0]
  expect(await page.locator('[data-proof]').innerText()).toContain(`${key?.name}+${Buffer.from(key?.id ?? []).toString('hex')}`)
})

test.each<[what: string, sql: string, steps: string[]]>([
  ['a field of it', `UPDATE agent_audit_log SET actor_id = 'pay-agent-2' WHERE id = $1`, ['ok', 'ok', 'bad']],
  ['its payload', `UPDATE agent_audit_log SET input_data = replace(input_data, 'ORD-1', 'ORD-2') WHERE id = $1`, ['bad', 'ok', 'ok']],
  ['its payload, and the commitment to it', `UPDATE audit_leaves SET commitments = jsonb_set(commitments, '{input}', to_jsonb((SELECT encode(sha256(decode(salts ->> 'input', 'base64') || convert_to(input_data, 'UTF8')), 'hex') FROM agent_audit_log l WHERE l.id = $1))) WHERE entry_id = $1`, ['ok', 'ok', 'bad']],
])('Verify fails when somebody with every right in the database changed %s', async (_what, sql, steps) => {
  const [before] = await rows<{ row: object; commitments: object }>('SELECT to_jsonb(l) - \'txid\' AS row, v.commitments FROM agent_audit_log l JOIN audit_leaves v ON v.entry_id = l.id WHERE l.id = $1', [entry])
  const page = await openEntry(entry)
  const cheat = (text: string) => rows(`DO $$ BEGIN SET LOCAL session_replication_role = replica; ${text.replaceAll('$1', `'${entry}'`)}; END $$`)
  if (sql.includes('commitments')) await cheat(`UPDATE agent_audit_log SET input_data = replace(input_data, 'ORD-1', 'ORD-2') WHERE id = $1`)
  await cheat(sql)
  await page.reload()
  expect(await verdictOf(page)).toEqual({ verdict: 'broken', steps })
  await page.locator('[data-proof]').scrollIntoViewIfNeeded()
  await look(page, 'broken')
  const { actor_id, input_data } = before?.row as { actor_id: string; input_data: string }
  await cheat(`UPDATE agent_audit_log SET actor_id = '${actor_id}', input_data = $x$${input_data}$x$ WHERE id = $1`)
  await cheat(`UPDATE audit_leaves SET commitments = $x$${JSON.stringify(before?.commitments)}$x$ WHERE entry_id = $1`)
  await page.reload()
  expect((await verdictOf(page)).verdict).toBe('holds')
})

test('in the pane beside the list, on a phone, in the dark and in Hebrew it reads the same', async () => {
  const page = await openEntry(decided, { locale: 'he-IL', width: 390, height: 844, colorScheme: 'dark' })
  await page.goto(`/audit?entry=${decided}`)
  await page.getByRole('button', { name: 'אימות' }).click()
  await page.getByText('ההוכחה תקפה').waitFor()
  await look(page, 'phone-he')
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
})

test('an entry that has no place yet says so, and one written past the log is called that', async () => {
  const past = crypto.randomUUID()
  await rows(`INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, request_id) VALUES ($1, $2, now(), 'system', 'x', 'test.past', 'system', true, 'r')`, [world.workspace, past])
  const page = await at(`/audit/${past}`)
  await page.getByText('it was written past it').waitFor()
  expect(await page.getByRole('button', { name: 'Verify' }).count()).toBe(0)
  await rows('DELETE FROM agent_audit_log WHERE id = $1', [past])
})

test('where the page has no WebCrypto, it says why and what to do', async () => {
  const page = await openEntry(entry)
  await page.evaluate(() => Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined }))
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByText('came over plain http').waitFor()
})

async function download(page: Page, click: () => Promise<void>): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), click()])
  return readFile(await file.path(), 'utf8')
}

test('the receipt stands alone: leaf, path and signature', async () => {
  const page = await openEntry(entry)
  const text = await download(page, () => page.getByRole('link', { name: 'Download receipt' }).click())
  const { extra } = parseReceipt(text)
  const receipted = await verifyReceipt(text, await leafHash(extra as Uint8Array), await logKeys(), `countersign/${world.workspace}`)
  expect(JSON.parse(Buffer.from(extra ?? []).toString())).toMatchObject({ id: entry, event: 'action.submitted' })
  expect(receipted.size).toBeGreaterThan(receipted.index)
})

test('evidence of the approval and of the period is saved by the browser and holds offline', async () => {
  const page = await at(`/approvals/${approvalId}`)
  await page.getByRole('button', { name: 'Download signed evidence' }).scrollIntoViewIfNeeded()
  await look(page, 'approval')
  const ofApproval = await download(page, () => page.getByRole('button', { name: 'Download signed evidence' }).click())
  await page.goto('/audit?period=24h')
  await page.getByRole('button', { name: 'Export' }).click()
  await look(page, 'export')
  const ofPeriod = await download(page, () => page.getByRole('button', { name: 'Get the bundle' }).click())
  for (const text of [ofApproval, ofPeriod]) expect((await verifyBundle(Uint8Array.from(Buffer.from(text)), await logKeys())).filter(({ ok }) => !ok)).toEqual([])
  expect(ofPeriod.split('\n').length).toBeGreaterThan(ofApproval.split('\n').length)
})

test('a bundle of a time without entries is refused on a page that says why and leads back', async () => {
  const page = await at('/audit?period=custom&from=2020-01-01&to=2020-01-02')
  const list = page.url()
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('button', { name: 'Get the bundle' }).click()
  await page.getByRole('heading', { name: 'No file was made' }).waitFor()
  expect(await page.locator('main').innerText()).toContain('Nothing is in the log for this period.')
  await look(page, 'refused')
  await page.getByRole('link', { name: 'Back' }).click()
  await page.waitForURL(list)
})
