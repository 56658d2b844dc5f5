import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { decide } from '@/lib/approvals/decide'
import { prisma } from '@/lib/db'
import { aWorld, type World } from '@/tests/support/world'
import { choosePassword, openPage, signIn } from './support/browser'
import { aUser, PASSWORD } from './support/people'
import { wholeStack } from './support/whole-stack'

const stack = wholeStack()
let world: World
let admin: string

beforeAll(async () => {
  world = await aWorld()
  admin = await aUser(world.workspace, 'adam', ['admin'])
})

async function signedIn(email: string, password = PASSWORD): Promise<Page> {
  const { page } = await openPage(stack.browser, stack.desk)
  await signIn(page, email, password)
  return page
}

const ask = async (secret: string, tool = 'change_order') => {
  const response = await fetch(`${stack.gateway}/v1/actions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ tool, args: {} }),
  })
  return { status: response.status, body: (await response.json()) as { state?: string; code?: string; verdict?: { reason: string } } }
}

describe('what an admin changes holds for the very next request', () => {
  test('settings, the kill switch and keys of an agent', async () => {
    const agent = await world.agent('orders-agent')
    await world.tool('change_order', 3)
    expect((await ask(agent.secret)).body).toMatchObject({ state: 'pending' })

    const page = await signedIn(admin)
    await page.goto('/agents/orders-agent/settings')
    await page.getByRole('switch', { name: 'Approval required' }).click()
    await page.getByRole('switch', { name: 'May start by itself' }).click()
    await page.getByText('2 changes not saved').first().waitFor()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('2 changes not saved').first().waitFor({ state: 'detached' })
    expect((await ask(agent.secret)).body).toMatchObject({ state: 'executing' })
    await page.getByText('approval_required').first().waitFor() // the history names the field

    await page.getByRole('button', { name: 'Disable agent' }).click()
    await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: 'Disable agent' }).click()
    await page.locator('#content').getByRole('button', { name: 'Enable agent' }).waitFor()
    expect((await ask(agent.secret)).body).toMatchObject({ state: 'denied', verdict: { reason: 'agent_disabled' } })

    await page.goto('/agents/orders-agent/keys')
    await page.getByRole('button', { name: /^Revoke/ }).first().click()
    await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: /^Revoke/ }).click()
    await page.getByText('No key works').waitFor()
    expect(await ask(agent.secret)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })

  test('what the workspace does with unknown tools, and how long an approval can be undone', async () => {
    const agent = await world.agent('curious-agent')
    const page = await signedIn(admin)
    await page.goto('/tools')
    await page.getByLabel('When an agent asks for one').selectOption('deny')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved').first().waitFor()
    expect((await ask(agent.secret, 'never_heard_of')).body).toMatchObject({ state: 'denied', verdict: { reason: 'tool_unknown' } })

    const reviewer = await world.person()
    await world.tool('known_tool', 3)
    const startableAfter = async () => {
      const asked = (await ask(agent.secret, 'known_tool')).body as { approval?: { id: string } }
      const approval = await prisma.approval.findFirstOrThrow({ where: { id: asked.approval?.id } })
      const { startableAt } = await decide(reviewer, { approvalId: approval.id, decision: 'approve', actionHash: approval.actionHash })
      return (startableAt?.getTime() ?? 0) - Date.now()
    }
    expect(await startableAfter()).toBeLessThan(5_000)
    await page.goto('/agents')
    const hold = page.getByLabel('Seconds between an approval and its earliest start')
    await hold.fill('40')
    await hold.locator('xpath=ancestor::form').getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved').first().waitFor()
    expect(await startableAfter()).toBeGreaterThan(30_000)
  })

  test('two admins on one form: the second is told who was first, and loses nothing that was typed', async () => {
    await world.agent('shared-agent')
    const other = await aUser(world.workspace, 'bella', ['admin'])
    const [first, second] = [await signedIn(admin), await signedIn(other)]
    for (const page of [first, second]) await page.goto('/agents/shared-agent/settings')
    await first.getByLabel('Actions per hour').fill('7')
    await second.getByLabel('Added instructions').fill('Be brief.')
    await first.getByRole('button', { name: 'Save changes' }).click()
    await first.getByText('1 change not saved').first().waitFor({ state: 'detached' })
    await second.getByRole('button', { name: 'Save changes' }).click()
    await second.getByText(/saved other settings while you were typing/).waitFor()
    expect(await second.getByLabel('Added instructions').inputValue()).toBe('Be brief.')
    await second.getByRole('button', { name: 'Save changes' }).click()
    await second.getByText('1 change not saved').first().waitFor({ state: 'detached' })
    await second.reload()
    expect(await second.getByLabel('Added instructions').inputValue()).toBe('Be brief.')
    expect(await second.getByLabel('Actions per hour').inputValue()).toBe('7')
  })

  test('roles, sessions and membership of a person', async () => {
    const page = await signedIn(admin)
    await page.goto('/team')
    await page.getByRole('button', { name: 'Invite' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('E-mail').fill('rivka@example.com')
    await dialog.getByLabel('Name').fill('Rivka')
    await dialog.getByRole('checkbox', { name: /Reviewer/ }).check()
    await dialog.getByRole('button', { name: 'Invite' }).click()
    const oneTime = (await dialog.locator('code, output, input[readonly]').first().innerText()).trim()

    const invited = await signedIn('rivka@example.com', oneTime)
    await choosePassword(invited)
    await invited.goto('/approvals')
    await invited.getByRole('heading', { level: 1 }).first().waitFor()
    expect((await invited.goto('/team'))?.status()).toBe(403)

    await page.goto('/team')
    await page.getByRole('link', { name: /Rivka/ }).first().click()
    await page.getByRole('checkbox', { name: /Reviewer/ }).uncheck()
    await page.getByRole('checkbox', { name: /Manager/ }).check()
    await page.getByRole('button', { name: 'Save roles' }).click()
    await page.getByText('Roles saved').first().waitFor()
    expect((await invited.goto('/approvals'))?.status()).toBe(403)
    expect((await invited.goto('/metrics'))?.status()).toBe(200)

    await page.reload()
    await page.getByRole('button', { name: /^Sign out/ }).first().click()
    await invited.waitForTimeout(500)
    await invited.goto('/metrics')
    expect(new URL(invited.url()).pathname).toBe('/sign-in')
  })
})
