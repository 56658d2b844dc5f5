import type { BrowserContext, Page, Request } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { awayCookie } from '@/lib/auth/away'
import type { Ctx } from '@/lib/context'
import { prisma } from '@/lib/db'
import { newId } from '@/lib/ids'
import { transact } from '@/lib/transact'
import { changeRoles } from '@/lib/users/change-roles'
import { removeMember } from '@/lib/users/remove'
import { revokeMemberSession } from '@/lib/users/revoke-member-session'
import { revokeSession } from '@/lib/users/revoke-session'
import { aWorld, type UserCtx, type World } from '@/tests/support/world'
import { openPageWith, sessionOf } from './support/signed-in'
import { wholeStack } from './support/whole-stack'

const SOON = { timeout: 20_000 } // however busy the machine is

const stack = wholeStack()
let world: World
let admin: UserCtx

beforeEach(async () => {
  world = await aWorld()
  admin = await world.person(['admin'])
})

const ENDINGS: Record<string, (who: UserCtx) => Promise<unknown>> = {
  'is ended by the person': (who) => revokeSession(who, { sessionId: who.actor.sessionId }),
  'is ended by an admin': ({ actor }) => revokeMemberSession(admin, { userId: actor.id, sessionId: actor.sessionId }),
  'loses a role': ({ actor }) => changeRoles(admin, { userId: actor.id, roles: ['auditor'] }),
  'loses the membership': ({ actor }) => removeMember(admin, { userId: actor.id }),
}

/** What a stream says, as it comes, and when it was over. */
function follow(reader: ReadableStreamDefaultReader<Uint8Array>) {
  const heard: { text: string; at: number }[] = []
  const over = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) heard.push({ text: new TextDecoder().decode(part.value), at: performance.now() })
    return performance.now()
  })()
  const quiet = () => expect.poll(() => performance.now() - (heard.at(-1)?.at ?? Infinity), SOON).toBeGreaterThan(700)
  return { heard, over, quiet }
}

test.each(Object.entries(ENDINGS))('the stream of a session closes within a second when it %s, and says nothing more before that', async (what, end) => {
  const { cookie, ctx } = await sessionOf(world, ['reviewer'])
  const answer = await fetch(`${stack.desk}/api/live`, { headers: { cookie } })
  const reader = answer.body?.getReader()
  if (!reader) throw new Error('no stream')
  const { heard, over, quiet } = follow(reader)
  await quiet()
  const before = heard.length
  await end(ctx)
  const from = performance.now()
  // News for everybody who may still listen. It goes out 150 ms later, so the stream has to be asked about again by then.
  await something(admin)
  const took = (await over) - from
  process.stdout.write(`the stream of a session that ${what}: closed after ${Math.round(took)} ms\n`)
  expect(heard.slice(before)).toEqual([])
  // Some ten ms on a quiet machine. What bounds it is that nothing rereads sooner than every 5 s but the check of each second;
  // a bound below that says which of them closed it, however busy the machine is.
  expect(took).toBeLessThan(4_000)
})

/** Tabs of one browser, and how many live streams they hold open together. */
async function tabs(count: number, context: BrowserContext): Promise<{ pages: Page[]; streams: () => number }> {
  const open = new Set<Request>()
  context.on('request', (request) => void (request.url().endsWith('/api/live') && open.add(request)))
  const over = (request: Request) => void open.delete(request)
  context.on('requestfinished', over)
  context.on('requestfailed', over)
  const pages: Page[] = []
  for (let n = 0; n < count; n += 1) {
    const page = await context.newPage()
    // Of the requests of a page that closes, nobody always hears the end.
    page.on('close', () => [...open].filter((request) => request.frame().page() === page).forEach(over))
    await page.goto('/account')
    pages.push(page)
  }
  return { pages, streams: () => open.size }
}

const something = (ctx: Ctx) =>
  transact({ ...ctx, actor: { kind: 'system', id: 'system:test' } }, 'setup.run', () =>
    Promise.resolve({ value: null, audit: [{ kind: 'system', event: 'approval.requested' }] }))

describe.each([{ locks: true }, { locks: false }])('ten tabs, with the locks of the browser: $locks', ({ locks }) => {
  test('share one stream, all hear the news, none waits for the desk, and another takes over when the first closes', async () => {
    const { cookie, ctx } = await sessionOf(world, ['reviewer'])
    const { context } = await openPageWith(stack, cookie)
    if (!locks) await context.addInitScript(() => delete (Navigator.prototype as { locks?: unknown }).locks)
    const { pages, streams } = await tabs(10, context)
    expect(await pages[0]?.evaluate(() => 'locks' in navigator)).toBe(locks)
    await expect.poll(streams, SOON).toBe(1)

    const answered = await Promise.all(pages.map((page) => page.evaluate(async () => (await fetch('/api/pending')).status)))
    expect(answered).toEqual(pages.map(() => 200))

    const asked = () => Promise.all(pages.map((page) => page.waitForRequest('**/api/pending', { timeout: 20_000 })))
    await pages[0]?.waitForTimeout(1_500)
    const heard = asked()
    await something(ctx)
    await heard

    await pages.shift()?.close()
    await expect.poll(streams, SOON).toBe(1)
    const still = asked()
    await expect.poll(async () => {
      await something(ctx)
      return Promise.race([still.then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), 2_000))])
    }, SOON).toBe(true)
  })
})

test('a page whose session is ended elsewhere goes to sign-in by itself', async () => {
  const { cookie, ctx } = await sessionOf(world, ['reviewer'])
  const { page } = await openPageWith(stack, cookie)
  await page.goto('/approvals')
  await page.waitForResponse('**/api/live')
  await revokeSession(ctx, { sessionId: ctx.actor.sessionId })
  await page.waitForURL('**/sign-in**', { timeout: 20_000 })
})

describe('what a page asks by itself', () => {
  const lastSeen = async (ctx: UserCtx) => (await prisma.session.findUniqueOrThrow({ where: { id: ctx.actor.sessionId } })).lastSeenAt.getTime()
  const age = (ctx: UserCtx) =>
    transact({ ...ctx, actor: { kind: 'system', id: 'system:test' }, requestId: newId() }, 'setup.run', async (tx) => {
      await tx.sql(`UPDATE sessions SET last_seen_at = clock_timestamp() - interval '20 minutes' WHERE id = $1`, [ctx.actor.sessionId])
      return { value: null, audit: [{ kind: 'auth', event: 'test.aged' }] }
    })

  test('while nobody is there keeps no session open; what somebody opens does', async () => {
    const { cookie, ctx } = await sessionOf(world, ['reviewer'])
    const away = `${cookie}; ${awayCookie}=1`
    await age(ctx)
    const before = await lastSeen(ctx)
    const visit = async (path: string, accept: string, sent: string) => expect((await fetch(stack.desk + path, { headers: { cookie: sent, accept } })).status).toBe(200)
    await visit('/api/pending', '*/*', away)
    await visit('/approvals', '*/*', away)
    expect(await lastSeen(ctx)).toBe(before)
    await visit('/approvals', 'text/html', away)
    expect(await lastSeen(ctx)).toBeGreaterThan(before)
    await age(ctx)
    await visit('/api/pending', '*/*', cookie)
    expect(await lastSeen(ctx)).toBeGreaterThan(before)
  })

  test('a page says when nobody touched it for a minute, and takes it back at the first touch', async () => {
    const { cookie } = await sessionOf(world, ['reviewer'])
    const { page, context } = await openPageWith(stack, cookie)
    await page.clock.install()
    await page.goto('/account')
    // Time must not be moved before the page has begun to count it.
    await expect.poll(() => page.evaluate(() => localStorage.getItem('countersign-touched')), SOON).not.toBeNull()
    const away = async () => (await context.cookies()).some(({ name, value }) => name === awayCookie && value === '1')
    await page.clock.runFor(50_000)
    expect(await away()).toBe(false)
    await page.clock.runFor(30_000)
    await expect.poll(away, SOON).toBe(true)
    await page.keyboard.press('Shift')
    await expect.poll(away, SOON).toBe(false)
  })
})
