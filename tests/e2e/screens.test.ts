import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { prisma } from '@/lib/db'
import { aWorld, type UserCtx } from '@/tests/support/world'
import { aBusyDesk, type BusyDesk } from './support/busy-desk'
import { accessFaults, openPage, type Visit } from './support/browser'
import { openPageAs } from './support/signed-in'
import { wholeStack } from './support/whole-stack'

// Every page as a person meets it: wide and light in English, narrow and dark in Hebrew, and some of the other pairs.
// SCREENSHOTS=<folder> keeps a picture of each.
const stack = wholeStack()
let desk: BusyDesk
let admin: UserCtx
let entry: string

beforeAll(async () => {
  desk = await aBusyDesk()
  const { workspace } = desk.world
  const found = await prisma.auditEntry.findFirstOrThrow({ where: { workspaceId: workspace, event: 'settings.changed' }, orderBy: { at: 'desc' } })
  entry = found.id
  admin = await (await aWorld()).person(['admin', 'reviewer', 'manager', 'auditor'])
})

interface Screen {
  name: string
  path: string
  status?: number
  /** What is opened on it: the button's name in English and in Hebrew. */
  opens?: RegExp
}

const screens = (): Screen[] => [
  { name: 'approvals', path: '/approvals' },
  { name: 'approval-pending', path: `/approvals/${desk.pending}` },
  { name: 'approval-hostile', path: `/approvals/${desk.hostile}` },
  { name: 'approval-tampered', path: `/approvals/${desk.tampered}` },
  { name: 'approval-approved', path: `/approvals/${desk.approved}?status=decided` },
  { name: 'approval-rejected', path: `/approvals/${desk.rejected}?status=decided` },
  { name: 'approval-lost', path: `/approvals/${desk.lost}?status=decided` },
  { name: 'actions', path: '/actions' },
  { name: 'action-unknown', path: `/actions/${desk.unknown}` },
  { name: 'action-done', path: `/actions/${desk.done}` },
  { name: 'action-settled', path: `/actions/${desk.settled}` },
  { name: 'activity', path: '/activity' },
  { name: 'audit', path: '/audit' },
  { name: 'audit-entry', path: `/audit/${entry}` },
  { name: 'audit-pane', path: `/audit?entry=${entry}` },
  { name: 'metrics', path: '/metrics' },
  { name: 'metrics-actions', path: '/metrics/actions' },
  { name: 'agents', path: '/agents' },
  { name: 'agent', path: '/agents/refund-agent-basic' },
  { name: 'agent-settings', path: '/agents/refund-agent-basic/settings' },
  { name: 'agent-permissions', path: '/agents/refund-agent-basic/permissions' },
  { name: 'agent-keys', path: '/agents/refund-agent-basic/keys' },
  { name: 'agent-changes', path: '/agents/refund-agent-basic/changes' },
  { name: 'tools', path: '/tools' },
  { name: 'tool', path: '/tools/issue_refund' },
  { name: 'team', path: '/team' },
  { name: 'member', path: `/team/${desk.reviewer.actor.id}` },
  { name: 'account', path: '/account' },
  { name: 'not-found', path: '/no-such-page', status: 404 },
]
const dialogs = (): Screen[] => [
  { name: 'dialog-agent', path: '/agents', opens: /^(New agent|סוכן חדש)/ },
  { name: 'dialog-tool', path: '/tools', opens: /^(New tool|כלי חדש)/ },
  { name: 'dialog-invite', path: '/team', opens: /^(Invite|הזמנה)/ },
  { name: 'dialog-group', path: '/team', opens: /^(New group|קבוצה חדשה)/ },
  { name: 'dialog-key', path: '/agents/refund-agent-basic', opens: /^(New key|מפתח חדש)/ },
  { name: 'dialog-disable', path: '/agents/refund-agent-basic', opens: /^(Disable agent|השבתת הסוכן)/ },
  { name: 'dialog-export', path: '/audit', opens: /^(Export|ייצוא)/ },
  { name: 'dialog-views', path: '/audit', opens: /^(Views|תצוגות)/ },
]
const some = (...names: string[]) => screens().filter(({ name }) => names.includes(name))

async function pageFor(person: UserCtx | null, look: Visit): Promise<{ page: Page; complaints: string[] }> {
  return person ? openPageAs(stack, person, look) : openPage(stack.browser, stack.desk, look)
}

async function settle(page: Page): Promise<void> {
  await page.locator('main .animate-pulse, [aria-busy="true"]').first().waitFor({ state: 'detached' })
  await page.evaluate(() => document.fonts.ready)
  await page.waitForFunction(() => document.title !== '')
  // A streamed section is in the document before React reveals it.
  await page.waitForFunction(() => [...document.querySelectorAll('h1')].some((each) => each.checkVisibility()))
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.waitForTimeout(400)
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

/** What is wrong with a page, as a list; an empty one is the aim. */
async function faults(page: Page, dir: 'ltr' | 'rtl'): Promise<string[]> {
  const seen = await page.evaluate(() => ({
    dir: getComputedStyle(document.documentElement).direction,
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    // The desk scrolls inside its panes; whatever makes the document taller leaves a blank tail under it.
    tail: document.querySelector('.shell-root') ? document.documentElement.scrollHeight - window.innerHeight : 0,
    wide: [...document.querySelectorAll('main *')]
      .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1 || each.getBoundingClientRect().left < -1)
      .slice(0, 2)
      .map((each) => each.outerHTML.slice(0, 120)),
    headings: [...document.querySelectorAll('h1')].filter((each) => each.checkVisibility()).length,
  }))
  return [
    ...(seen.dir === dir ? [] : [`runs ${seen.dir}`]),
    ...(seen.overflow <= 0 ? [] : [`${seen.overflow} px too wide: ${seen.wide.join(' ')}`]),
    ...(seen.tail <= 0 ? [] : [`a blank tail of ${seen.tail} px`]),
    ...(seen.headings === 1 ? [] : [`${seen.headings} h1`]),
  ]
}

async function look(list: Screen[], person: UserCtx | null, visit: Visit, dir: 'ltr' | 'rtl'): Promise<void> {
  const { page, complaints } = await pageFor(person, visit)
  const found: string[] = []
  for (const { name, path, status = 200, opens } of list) {
    complaints.length = 0
    const answer = await page.goto(path)
    if (answer?.status() !== status) found.push(`${name}: ${answer?.status()}`)
    await settle(page)
    if (opens) {
      await page.getByRole('button', { name: opens }).first().click()
      await page.locator('dialog[open], :popover-open').first().waitFor()
    }
    await picture(page, `${name}-${visit.width}-${visit.colorScheme}-${dir}`)
    found.push(...[...(await faults(page, dir)), ...(await accessFaults(page))].map((fault) => `${name}: ${fault}`))
    // The browser itself reports the status of a page that is meant to have it.
    const own = complaints.filter((complaint) => status === 200 || !complaint.includes(`status of ${status}`))
    found.push(...own.map((complaint) => `${name}: ${complaint}`))
  }
  await page.context().close()
  expect(found).toEqual([])
}

const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

describe('every page fits, speaks its language and is accessible', () => {
  test('1440 px, light, English', () => look(screens(), desk.english, { ...WIDE, colorScheme: 'light' }, 'ltr'))

  test('390 px, dark, Hebrew', () => look(screens(), desk.hebrew, { ...PHONE, colorScheme: 'dark' }, 'rtl'))

  test('1440 px, dark, Hebrew', () =>
    look(some('approval-pending', 'metrics', 'agent-settings'), desk.hebrew, { ...WIDE, colorScheme: 'dark' }, 'rtl'))

  test('1440 px, dark, English', () =>
    look(some('approval-pending', 'audit-entry', 'metrics'), desk.english, { ...WIDE, colorScheme: 'dark' }, 'ltr'))

  test('390 px, light, English', () =>
    look(some('approvals', 'approval-pending', 'audit', 'metrics', 'agents', 'agent-settings', 'team'), desk.english, { ...PHONE, colorScheme: 'light' }, 'ltr'))

  test('320 px, the narrowest that is promised', () =>
    look(some('approvals', 'approval-hostile', 'metrics', 'agent-settings'), desk.english, { width: 320, height: 700, colorScheme: 'light' }, 'ltr'))

  test('what opens above a page, in both languages', async () => {
    await look(dialogs(), desk.english, { ...WIDE, colorScheme: 'dark' }, 'ltr')
    await look(dialogs(), desk.hebrew, { ...PHONE, colorScheme: 'light' }, 'rtl')
  })

  test('signing in, in both languages', async () => {
    const signIn = [{ name: 'sign-in', path: '/sign-in' }]
    await look(signIn, null, { ...WIDE, colorScheme: 'light' }, 'ltr')
    await look(signIn, null, { ...PHONE, colorScheme: 'dark', locale: 'he-IL' }, 'rtl')
  })

  test('what a role does not allow', () =>
    look([{ name: 'forbidden', path: '/team', status: 403 }], desk.reviewer, { ...WIDE, colorScheme: 'light' }, 'ltr'))

  test('an empty desk', async () => {
    const empty = [
      { name: 'empty-approvals', path: '/approvals' },
      { name: 'empty-audit', path: '/audit' },
      { name: 'empty-activity', path: '/activity' },
      { name: 'empty-metrics', path: '/metrics' },
      { name: 'empty-metrics-actions', path: '/metrics/actions' },
      { name: 'empty-agents', path: '/agents' },
      { name: 'empty-tools', path: '/tools' },
    ]
    await look(empty, admin, { ...WIDE, colorScheme: 'light' }, 'ltr')
    await look(empty.slice(0, 1), admin, { ...PHONE, colorScheme: 'light' }, 'ltr')
  })
})
