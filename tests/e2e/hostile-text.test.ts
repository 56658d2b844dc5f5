import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeDb } from '@/lib/db'
import { rows } from '@/tests/support/databases'
import { aWorld, type World } from '@/tests/support/world'
import { openBrowser, openPage } from './support/browser'
import { openPageWith, sessionOf } from './support/signed-in'
import { startStack, type Stack } from './support/stack'

// What an agent may send, in every field that it controls, on every screen that shows it: nothing runs, nothing hides, nothing breaks out.
const SETS = {
  hidden: 'pay \u202egnp.eciovni\u202c to \u2066me\u2069 ze\u200bro\u200d wid\u200cth \u2060join soft\u00adhyphen \ufeffmark \u001b[31mred\u001b[0m \u001b]0;title\u0007 tag\u{e0073}\u{e0061}\u{e0066}\u{e0065}s \u180evowel \u3164filler \u2028line',
  markup: '=HYPERLINK("http://evil.example","pay") <script>window.ran=1</script><img src=x data-injected onerror="window.ran=1"> <a data-injected href="javascript:window.ran=1">\u0430pple \u0440\u0430yp\u0430l</a> {{7*7}} ${7*7} [click](http://evil.example) "\'><b data-injected>approved by the CEO</b>',
  long: `${'averyveryverylongwordwithoutanyspace'.repeat(20)} ${'\u0639\u0631\u0628\u064a '.repeat(30)} ${'z\u0310\u0311\u0312\u0313\u0314\u033f'.repeat(40)}`,
}
type Name = keyof typeof SETS
const HIDDEN = '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\u{e0000}-\\u{e007f}]'
const BIG = 200_000

let stack: Stack
let browser: Browser
let world: World
let key: string
let cookie: string
const actions = {} as Record<Name, { id: string; approval: string; entries: string[] }>

async function post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const response = await fetch(stack.gateway + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** The same text wherever the contract takes text; arguments, with their names, are as long as a body may be. */
const everywhere = (text: string, tool: string) => {
  const short = [...text].slice(0, 190).join('')
  return {
    tool, action_name: short, action_name_he: short, description: text, context: text, evidence: [{ label: short, value: text }], workflow: short, run_id: short,
    sandbox_id: short, client_id: short, args: { [short]: text, note: text, nested: { list: [text, { [short]: short }] }, big: text.repeat(Math.ceil(BIG / text.length)).slice(0, BIG / 4) },
  }
}

beforeAll(async () => {
  stack = await startStack()
  browser = await openBrowser()
  world = await aWorld()
  await world.tool('change', 3)
  await world.tool('look', 0)
  key = (await world.agent('agent', { settings: { autoTrigger: true } })).secret
  cookie = (await sessionOf(world, ['reviewer', 'manager', 'admin', 'auditor'])).cookie
  for (const [name, text] of Object.entries(SETS) as [Name, string][]) {
    const asked = await post('/v1/actions', everywhere(text, 'change'))
    expect([name, asked.status]).toEqual([name, 201])
    const ran = await post('/v1/actions', everywhere(text, 'look'))
    expect((await post(`/v1/actions/${String(ran.body.id)}/result`, { success: false, output: { [text]: text }, error: text })).status).toBe(200)
    const found = await rows<{ id: string }>('SELECT id FROM agent_audit_log WHERE workspace_id = $1 AND action_id = ANY ($2) ORDER BY id', [world.workspace, [asked.body.id, ran.body.id]])
    actions[name] = { id: String(ran.body.id), approval: (asked.body.approval as { id: string }).id, entries: found.map(({ id }) => id) }
  }
})
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  await closeDb()
})

/** What a page does with it: whether anything ran, came in as an element, was drawn although nobody can see it, or sticks out. */
const inspect = (page: Page) =>
  page.evaluate((hidden) => {
    const unseen = new RegExp(hidden, 'u')
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = unseen.exec(node.textContent ?? '')
      if (at && !node.parentElement?.closest('script, style, textarea')) found.push(`${at[0].codePointAt(0)?.toString(16)} in ${node.parentElement?.outerHTML.slice(0, 200)}`)
    }
    return {
      ran: 'ran' in window,
      elements: document.querySelectorAll('[data-injected], [href*="evil.example"], [href^="javascript:"], [src="x"]').length,
      unseen: [...new Set([...found, ...(unseen.test(document.title) ? [`title ${document.title}`] : [])])],
      sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }
  }, HIDDEN)

describe.each([[1440, 900], [390, 844]] as const)('%i px wide', (width, height) => {
  test.each(Object.keys(SETS) as Name[])('%s text does nothing but stand there, visibly', { timeout: 180_000 }, async (name) => {
    const { page, complaints } = await openPageWith({ browser, desk: stack.desk }, cookie, { width, height })
    page.on('dialog', (dialog) => {
      throw new Error(`a dialog opened: ${dialog.message()}`)
    })
    const { id, approval, entries } = actions[name]
    const paths = ['/approvals', `/approvals/${approval}`, '/actions', `/actions/${id}`, '/audit', ...entries.map((entry) => `/audit/${entry}`)]
    for (const path of paths) {
      await page.goto(path)
      await page.locator('main .animate-pulse, [aria-busy="true"]').first().waitFor({ state: 'detached' })
      await page.waitForFunction(() => [...document.querySelectorAll('h1')].some((each) => each.checkVisibility()))
      const folder = process.env.SCREENSHOTS
      if (folder) await page.screenshot({ path: `${folder}/hostile-${name}-${width}-${paths.indexOf(path)}.png` })
      const { ran, elements, unseen, sideways } = await inspect(page)
      expect([path, { ran, elements, unseen, sideways }]).toEqual([path, { ran: false, elements: 0, unseen: [], sideways: 0 }])
    }
    await page.goto(`/approvals/${approval}`)
    const marks = { hidden: '[data-hidden]', markup: '[data-mixed]', long: 'main' }[name]
    expect(await page.locator(marks).filter({ visible: true }).count()).toBeGreaterThan(0)
    if (name === 'hidden') {
      const drawn = await page.locator('[data-hidden]').evaluateAll((badges) => [...new Set(badges.map((badge) => badge.getAttribute('data-hidden')))])
      expect(drawn).toEqual(expect.arrayContaining(['U+202E', 'U+200B', 'U+001B', 'U+E0073', 'U+FEFF']))
    }
    expect(complaints).toEqual([])
  })
})

test('the inspection itself finds what it looks for', async () => {
  const { page } = await openPage(browser, stack.desk)
  await page.setContent(`<title>a\u202eb</title><p>ze\u200bro</p><b data-injected></b><script>window.ran = 1</script><p style="width:3000px">wide</p>`)
  const { ran, elements, unseen, sideways } = await inspect(page)
  expect([ran, elements, unseen.length, sideways > 0]).toEqual([true, 1, 2, true])
})

test('no cell of the exported log is a formula', async () => {
  const body = new URLSearchParams({ format: 'csv' })
  const csv = await (await fetch(`${stack.desk}/api/audit/export`, { method: 'POST', headers: { cookie, origin: stack.desk }, body })).text()
  const cells = [...csv.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(?:,|\r\n|$)/g)].map(([, cell = '']) => cell.replace(/^"/, ''))
  expect(cells.filter((cell) => cell.startsWith("'=HYPERLINK")).length).toBeGreaterThan(0)
  expect(cells.filter((cell) => /^[=+@\t\r-]./.test(cell))).toEqual([])
})

test('a body of a megabyte is refused before it is read', async () => {
  expect((await post('/v1/actions', { tool: 'change', args: { text: 'x'.repeat(1_000_000) } })).status).toBe(413)
})
