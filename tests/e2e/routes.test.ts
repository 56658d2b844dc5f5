import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { submit } from '@/lib/actions/submit'
import { can, type PersonPermission } from '@/lib/auth/permissions'
import { ROLES } from '@/lib/context'
import { closeDb, prisma } from '@/lib/db'
import { aWorld, type World } from '@/tests/support/world'
import { cookieOf } from './support/signed-in'
import { startStack, type Stack } from './support/stack'

let stack: Stack
let world: World

beforeAll(async () => {
  stack = await startStack()
  world = await aWorld()
})
afterAll(async () => {
  await stack.stop()
  await closeDb()
})

/** Every route of the desk that answers data. One that is built and not here fails the first test. */
const ROUTES: Record<string, { method: 'GET' | 'POST'; permission: PersonPermission | 'signed_in' }> = {
  '/api/approvals': { method: 'GET', permission: 'approvals.read' },
  '/api/activity': { method: 'GET', permission: 'activity.read' },
  '/api/search': { method: 'GET', permission: 'signed_in' },
  '/api/approvals/selected': { method: 'GET', permission: 'approvals.read' },
  '/api/presence': { method: 'POST', permission: 'approvals.read' },
  '/api/pending': { method: 'GET', permission: 'approvals.read' },
  '/api/live': { method: 'GET', permission: 'signed_in' },
  '/api/audit/suggestions': { method: 'GET', permission: 'audit.count' },
  '/api/audit/newer': { method: 'GET', permission: 'audit.read' },
  '/api/audit/proof': { method: 'GET', permission: 'audit.read' },
  '/api/audit/receipt': { method: 'GET', permission: 'audit.read' },
  '/api/audit/evidence': { method: 'POST', permission: 'audit.export' },
  '/api/approvals/evidence': { method: 'POST', permission: 'audit.read' },
  '/api/audit/export': { method: 'POST', permission: 'audit.export' },
}
const routes = Object.entries(ROUTES).map(([path, rule]) => ({ path, ...rule }))

function call(path: string, method: string, { cookie = '', origin = stack.desk, body }: { cookie?: string; origin?: string | null; body?: URLSearchParams } = {}) {
  const headers = { cookie, ...(origin && { origin }) }
  return fetch(stack.desk + path, { method, headers, body: method === 'POST' ? (body ?? new URLSearchParams({ format: 'csv' })) : undefined })
}

test('every route of the build has its rule here', () => {
  const built = Object.values(JSON.parse(readFileSync('.next/app-path-routes-manifest.json', 'utf8')) as Record<string, string>)
  const guarded = built.filter((path) => path.startsWith('/api/') && !path.startsWith('/api/auth/'))
  expect(guarded.sort()).toEqual(Object.keys(ROUTES).sort())
})

test.each(routes)('$path: without a session is 401', async ({ path, method }) => {
  expect((await call(path, method)).status).toBe(401)
  expect((await call(path, method, { cookie: 'countersign-session=forged' })).status).toBe(401)
})

test.each(routes.filter(({ permission }) => permission !== 'signed_in'))('$path: with a role that may not is 403', async ({ path, method, permission }) => {
  for (const role of ROLES) {
    if (permission === 'signed_in' || can([role], permission)) continue
    expect((await call(path, method, { cookie: await cookieOf(world, [role]) })).status, role).toBe(403)
  }
})

test('an export from no page or a foreign page is refused and not recorded', async () => {
  const cookie = await cookieOf(world, ROLES)
  for (const origin of [null, 'null', 'https://evil.example']) expect((await call('/api/audit/export', 'POST', { cookie, origin })).status).toBe(403)
  expect(await prisma.auditEntry.count({ where: { workspaceId: world.workspace, event: 'audit.exported' } })).toBe(0)
})

test.each(['csv', 'ndjson'])('an export as %s holds every entry of the filter, and is itself in the log', async (format) => {
  const agent = await world.agent(`exported-${format}`)
  for (let i = 0; i < 3; i++) await submit(agent, { tool: `look_${format}`, args: { i }, trust_level: 'L0' })
  const cookie = await cookieOf(world, ['auditor'])
  const answer = await call('/api/audit/export', 'POST', { cookie, body: new URLSearchParams({ format, agent: agent.actor.id, event: 'action.submitted' }) })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toContain(`.${format}"`)
  const lines = (await answer.text()).trim().split(/\r?\n/)
  expect(lines.length).toBe(format === 'csv' ? 4 : 3)
  expect(await prisma.auditEntry.count({ where: { workspaceId: world.workspace, event: 'audit.exported' } })).toBeGreaterThan(0)
})

test('a bad format is a clear refusal', async () => {
  const answer = await call('/api/audit/export', 'POST', { cookie: await cookieOf(world, ['auditor']), body: new URLSearchParams({ format: 'exe' }) })
  expect(answer.status).toBe(422)
})

test('a page about another workspace is 404 to everyone', async () => {
  const other = await aWorld()
  const agent = await other.agent('their-agent')
  const tool = await other.tool('their_tool', 3)
  const asked = await submit(agent, { tool, args: {} })
  const entry = await prisma.auditEntry.findFirstOrThrow({ where: { workspaceId: other.workspace } })
  const { actor } = await other.person(['admin'])
  const approval = asked.dry_run ? '' : asked.approval?.id
  const cookie = await cookieOf(world, ROLES)
  for (const path of ['/agents/their-agent', '/agents/their-agent/settings', '/tools/their_tool', `/approvals/${approval}`, `/actions/${asked.id}`, `/audit/${entry.id}`, `/team/${actor.id}`]) {
    expect((await call(path, 'GET', { cookie })).status, path).toBe(404)
  }
})
