import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { prisma, query } from '@/lib/db'
import { verifyAssertion } from '@/packages/verify/assertion'
import { expectAccessible, openPage, signIn } from './support/browser'
import { aUser, PASSWORD } from './support/people'
import { aShop, type Shop } from './support/shop'
import { wholeStack } from './support/whole-stack'
import { aVirtualPasskey } from './support/virtual-passkey'

const stack = wholeStack()
let shop: Shop
beforeAll(async () => {
  shop = await aShop(stack.gateway)
})

/** Somebody at their own device, which can hold passkeys. */
async function atTheDesk(name: string, ...roles: ('reviewer' | 'admin')[]) {
  const email = await aUser(shop.world.workspace, name, roles)
  const { page, complaints } = await openPage(stack.browser, stack.desk)
  const device = await aVirtualPasskey(page)
  await signIn(page, email, PASSWORD)
  return { email, page, device, complaints }
}

async function enrol(page: Page, name: string): Promise<void> {
  await page.goto('/account#passkeys')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Current password').fill(PASSWORD)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('Passkey added').waitFor()
  await page.locator('#passkeys').getByText(name).waitFor()
}

const critical = (order: string) => shop.ask(order, 1200, { trust_level: 'L4' })
async function openApproval(page: Page, order: string): Promise<void> {
  await page.goto('/approvals')
  await page.getByRole('link', { name: `Refund ${order}` }).click()
  await page.getByRole('heading', { name: `Refund ${order}` }).waitFor()
}
const approve = (page: Page) => page.getByRole('button', { name: /^Approve/ }).click()

test('two reviewers approve a critical refund with their passkeys, the agent acts, and the stored text proves both', async () => {
  const [noa, dan, ron] = [await atTheDesk('noa', 'reviewer'), await atTheDesk('dan', 'reviewer'), await atTheDesk('ron', 'reviewer')]
  await enrol(noa.page, 'Work laptop')
  await expectAccessible(noa.page)
  await enrol(dan.page, 'Phone')
  const outcome = critical('ORD-00021')

  await ron.page.getByRole('link', { name: 'Refund ORD-00021' }).waitFor({ timeout: 30_000 })
  await openApproval(ron.page, 'ORD-00021')
  await ron.page.getByText('Critical actions need a passkey, and you have none.').waitFor()
  expect(await ron.page.getByRole('button', { name: /^Approve/ }).count()).toBe(0)
  await expectAccessible(ron.page)
  await ron.page.getByRole('link', { name: 'Add one under Account' }).click()
  await ron.page.getByText('You have no passkey yet').waitFor()
  expect(new URL(ron.page.url()).hash).toBe('#passkeys')

  await openApproval(noa.page, 'ORD-00021')
  await noa.page.getByText('You confirm with your passkey.').waitFor()
  await approve(noa.page)
  await noa.page.getByText('You have already decided').or(noa.page.getByText(/1 of 2/)).first().waitFor()
  expect(await shop.refundsOf('ORD-00021')).toBe(0)
  await openApproval(dan.page, 'ORD-00021')
  await approve(dan.page)
  expect(await outcome).toMatchObject({ kind: 'done' })
  expect(await shop.refundsOf('ORD-00021')).toBe(1)

  const approval = await prisma.approval.findFirstOrThrow({ where: { workspaceId: shop.world.workspace, actionName: 'Refund ORD-00021' }, include: { decisions: true } })
  expect(approval.decisions).toHaveLength(2)
  for (const { assertion, decidedById } of approval.decisions) {
    const proof = await verifyAssertion(assertion ?? '', { action_hash: approval.actionHash, decision: 'approve', user: decidedById ?? '', origin: stack.desk })
    expect(proof).toMatchObject({ ok: true })
  }
  expect([...noa.complaints, ...dan.complaints, ...ron.complaints]).toEqual([])
})

test('a prompt that is closed says so and loses nothing that was typed', async () => {
  const { page, device } = await atTheDesk('lea', 'reviewer')
  await page.goto('/account')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await device.verifies(false)
  await page.getByRole('dialog').getByLabel('Name').fill('Tablet')
  await page.getByRole('dialog').getByLabel('Current password').fill(PASSWORD)
  await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('alert').getByText(/closed or timed out/).waitFor()
  expect(await page.getByRole('dialog').getByLabel('Name').inputValue()).toBe('Tablet')
  await device.verifies(true)
  await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click()
  await page.getByText('Passkey added').waitFor()

  const outcome = critical('ORD-00022')
  await page.goto('/approvals')
  await page.getByRole('link', { name: 'Refund ORD-00022' }).waitFor({ timeout: 30_000 })
  await openApproval(page, 'ORD-00022')
  await device.verifies(false)
  await page.keyboard.press('r')
  await page.getByLabel('Why not?').fill('The photos show another panel.')
  await page.getByLabel('Why not?').press('Control+Enter')
  await page.getByRole('alert').getByText(/closed or timed out/).waitFor()
  expect(await page.getByLabel('Why not?').inputValue()).toBe('The photos show another panel.')
  const [waiting] = await query<{ status: string }>(`SELECT status FROM agent_approvals WHERE workspace_id = $1 AND action_name = 'Refund ORD-00022'`, [shop.world.workspace])
  expect(waiting).toEqual({ status: 'pending' })
  await device.verifies(true)
  await page.getByLabel('Why not?').press('Control+Enter')
  expect(await outcome).toMatchObject({ kind: 'rejected', reason: 'The photos show another panel.' })
  expect(await shop.refundsOf('ORD-00022')).toBe(0)
})

test('a second passkey is confirmed with the first; it can be renamed, and removed for the password', async () => {
  const { page } = await atTheDesk('tal', 'reviewer')
  await enrol(page, 'First')
  await page.getByText('Your last passkey is removed by an admin only').waitFor()
  // Another device, which the browser offers beside the first.
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'usb', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
  await enrol(page, 'Second')
  await page.getByRole('button', { name: 'Rename Second' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Key ring')
  await page.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click()
  await page.getByRole('button', { name: 'Remove Key ring' }).click()
  await page.getByRole('alertdialog').getByLabel('Current password').fill(PASSWORD)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Passkey removed').waitFor()
  await page.getByText('Your last passkey is removed by an admin only').waitFor()
})

test('an admin recovers somebody who lost a device: signed out at once, and enrolled again', async () => {
  const [adam, gil] = [await atTheDesk('adam', 'admin'), await atTheDesk('gil', 'reviewer')]
  await enrol(gil.page, 'Lost phone')
  await gil.device.lose()
  await adam.page.goto('/team')
  await adam.page.getByRole('link', { name: /gil/ }).first().click()
  await adam.page.getByText('Lost phone').waitFor()
  await adam.page.getByRole('button', { name: 'Remove all passkeys' }).click()
  await adam.page.getByRole('alertdialog').getByRole('button', { name: 'Remove all passkeys' }).click()
  await adam.page.getByText('Passkeys removed').waitFor()
  await gil.page.goto('/account')
  expect(new URL(gil.page.url()).pathname).toBe('/sign-in')
  await signIn(gil.page, gil.email, PASSWORD)
  await enrol(gil.page, 'New phone')
  expect(await gil.page.locator('#passkeys').getByText('Lost phone').count()).toBe(0)
})
