import { renameSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { closeOverdueBatch } from '@/lib/actions/close-overdue'
import { readAction } from '@/lib/actions/queries'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { prisma } from '@/lib/db'
import { aWorld, type AgentCtx, type UserCtx, type World } from '@/tests/support/world'
import { expectAccessible, openPage, signIn } from './support/browser'
import { aUser, PASSWORD } from './support/people'
import { wholeStack } from './support/whole-stack'

const stack = wholeStack()
let world: World
let agent: AgentCtx
let voter: UserCtx
beforeAll(async () => {
  world = await aWorld()
  agent = await world.agent('refund-agent', { settings: { autoTrigger: true } })
  await world.tool('issue_refund', 3)
  voter = await world.person()
})

async function lost(order: string): Promise<string> {
  const args = { order }
  const asked = await submit(agent, { tool: 'issue_refund', args, action_name: `Refund ${order}` })
  if (asked.dry_run || !asked.approval) throw new Error('not put to people')
  const { actionHash } = await prisma.approval.findFirstOrThrow({ where: { id: asked.approval.id } })
  await decide(voter, { approvalId: asked.approval.id, decision: 'approve', actionHash })
  await start(agent, asked.id, { args })
  await closeOverdueBatch(new Date(Date.now() + 11 * 60_000))
  return asked.id
}

async function atTheDesk(name: string, roles: Parameters<typeof aUser>[2], javaScript = true): Promise<Page> {
  const email = await aUser(world.workspace, name, roles)
  const { page } = await openPage(stack.browser, stack.desk, { javaScript })
  await signIn(page, email, PASSWORD)
  return page
}

test('from the queue to the settled action: a reviewer finds it, says what happened, and the agent hears of it', async () => {
  const id = await lost('ORD-1')
  const page = await atTheDesk('noa', ['reviewer'])
  await page.goto('/approvals')
  await page.getByRole('region', { name: 'Actions to settle' }).getByText('1 started action never reported how it went').waitFor()
  await page.getByRole('link', { name: 'Find out and settle' }).click()
  await page.getByRole('link', { name: 'Refund ORD-1' }).click()
  await page.getByRole('heading', { name: 'Nobody knows whether it happened' }).waitFor()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Settle' }).click() // nothing chosen, nothing written: the browser itself refuses
  expect(await readAction(agent, id)).toMatchObject({ state: 'unknown' })
  await page.getByRole('radio', { name: /It happened/ }).check()
  await page.getByLabel('How do you know?').fill('The shop shows the refund.')
  await page.getByRole('button', { name: 'Settle' }).click()
  await page.getByText('found out that it happened').waitFor()
  expect(await readAction(agent, id)).toMatchObject({ state: 'succeeded', settled: { note: 'The shop shows the refund.' } })
  expect(await page.getByRole('heading', { name: 'Nobody knows' }).count()).toBe(0)

  await page.getByRole('link', { name: 'Its audit entries' }).click()
  await page.getByText('Settled by a person').waitFor()
  await page.goto(`/actions/${id}`)
  await page.getByRole('link', { name: 'Its approval' }).click()
  await page.getByText('found out that it happened').waitFor()
  await page.goto('/actions')
  await page.getByText('Nothing to settle').waitFor()
})

test('without scripts it works the same', async () => {
  const id = await lost('ORD-2')
  const page = await atTheDesk('dana', ['reviewer'], false)
  await page.goto(`/actions/${id}`)
  await page.getByRole('radio', { name: /It did not happen/ }).check()
  await page.getByLabel('How do you know?').fill('No trace of it.')
  await page.getByRole('button', { name: 'Settle' }).click()
  await page.getByText('found out that it did not happen').waitFor()
  expect(await readAction(agent, id)).toMatchObject({ state: 'failed' })
})

test('somebody else was quicker: what they found out is shown, and what was typed is told to be too late', async () => {
  const id = await lost('ORD-3')
  const page = await atTheDesk('lior', ['reviewer'])
  await page.goto(`/actions/${id}`)
  await page.getByRole('radio', { name: /It did not happen/ }).check()
  await page.getByLabel('How do you know?').fill('No trace of it.')
  const { settle } = await import('@/lib/actions/settle')
  await settle(voter, id, { outcome: 'succeeded', note: 'It is in the ledger.' })
  await page.getByRole('button', { name: 'Settle' }).click()
  await page.getByText('It is in the ledger.').waitFor()
  expect(await readAction(agent, id)).toMatchObject({ state: 'succeeded' })
})

test('an auditor reads it and finds no form; a manager gets no page', async () => {
  const id = await lost('ORD-4')
  const auditor = await atTheDesk('avi', ['auditor'])
  await auditor.goto(`/approvals?status=decided`)
  await auditor.goto(`/actions/${id}`)
  await auditor.getByText('Settling this needs the reviewer role.').waitFor()
  expect(await auditor.getByRole('button', { name: 'Settle' }).count()).toBe(0)
  const manager = await atTheDesk('mia', ['manager'])
  expect((await manager.goto(`/actions/${id}`))?.status()).toBe(403)
})

test('with the signing keys gone the desk says so, and stops saying so when they are back', async () => {
  const page = await atTheDesk('omer', ['reviewer'])
  const notice = page.getByRole('region', { name: 'Receipts cannot be signed' })
  const file = path.join(process.env.DATA_DIR ?? '', 'signing-keys.json')
  await page.goto('/approvals')
  expect(await notice.count()).toBe(0)
  renameSync(file, `${file}.away`)
  try {
    await page.reload()
    await notice.waitFor()
  } finally {
    renameSync(`${file}.away`, file)
  }
  await page.reload()
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  expect(await notice.count()).toBe(0)
})
