import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { submit } from '@/lib/actions/submit'
import { closeDb, prisma } from '@/lib/db'
import { AppError, IdempotentReplay } from '@/lib/errors'
import type { SubmitBody } from '@/packages/sdk/contract/actions'
import { rows } from '@/tests/support/databases'
import { aWorld, type AgentCtx, type World } from '@/tests/support/world'

// What comes at the same time shares one transaction. Each question still stands or falls by itself.
let world: World
let agent: AgentCtx
beforeAll(async () => {
  world = await aWorld()
  agent = await world.agent('asker', { settings: { maxActionsPerHour: 1000 } })
  await world.tool('change', 3)
  await world.tool('try', 2)
})
afterAll(closeDb)

const ask = (by: AgentCtx, more: Partial<SubmitBody> = {}, key: string = randomUUID()) =>
  submit({ ...by, idempotency: { route: 'POST /v1/actions', key, requestSha256: '0'.repeat(64) } }, { tool: 'change', args: { order: 1 }, ...more })
const many = (count: number, by = agent, more: (n: number) => Partial<SubmitBody> = () => ({})) => Array.from({ length: count }, (_, n) => ask(by, more(n)))
const idOf = (answer: Awaited<ReturnType<typeof submit>>) => answer.id ?? ''
const leftBy = (by: AgentCtx) =>
  rows<{ id: string; xmin: string; approvals: number; entries: number; used: number }>(
    `SELECT e.id, e.xmin::text, (SELECT count(*)::int FROM agent_approvals p WHERE p.action_id = e.id) AS approvals,
        (SELECT count(*)::int FROM agent_audit_log l WHERE l.action_id = e.id) AS entries,
        (SELECT sum(used)::int FROM agent_hours h WHERE h.workspace_id = e.workspace_id AND h.agent_id = e.agent_id) AS used
       FROM agent_action_events e WHERE e.workspace_id = $1 AND e.agent_id = $2`,
    [by.workspace, by.actor.id],
  )
const keysOf = async (by: AgentCtx) => (await rows<{ n: number }>('SELECT count(*)::int AS n FROM idempotency_keys WHERE workspace_id = $1 AND agent_id = $2 AND status = 201 AND body IS NOT NULL', [by.workspace, by.actor.id]))[0]?.n
const outcomes = async (asked: Promise<unknown>[]) => Promise.allSettled(asked)

/** From now until the end of the test the database does this to every action with this description. */
async function trap(description: string, deed: string, when: 'at once' | 'at the commit' = 'at once'): Promise<void> {
  await rows(`CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN ${deed}; RETURN NULL; END $$`)
  const timing = when === 'at the commit' ? 'CONSTRAINT TRIGGER trap AFTER INSERT ON agent_action_events DEFERRABLE INITIALLY DEFERRED' : 'TRIGGER trap AFTER INSERT ON agent_action_events'
  await rows(`CREATE ${timing} FOR EACH ROW WHEN (NEW.description = '${description}') EXECUTE FUNCTION trap()`)
  onTestFinished(async () => void (await rows('DROP FUNCTION IF EXISTS trap() CASCADE')))
}

test('64 questions at once take a few transactions, and each leaves all that is its own', async () => {
  const answers = await Promise.all(many(64))
  const left = await leftBy(agent)
  expect(new Set(left.map(({ xmin }) => xmin)).size).toBeLessThan(12)
  expect(left.map(({ id }) => id).sort()).toEqual(answers.map(idOf).sort())
  expect(left.every(({ approvals, entries, used }) => approvals === 1 && entries === 2 && used === 64)).toBe(true)
  expect(await keysOf(agent)).toBe(64)
})

test('one that is refused leaves nothing, its key included, and the others stand', async () => {
  const other = await world.agent('half-right')
  const key = randomUUID()
  const asked = [...many(10, other), ask(other, { tool: 'try' }, key), ...many(10, other)]
  const ends = await outcomes(asked)
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
  await expect(asked[10]).rejects.toMatchObject({ code: 'invalid', more: { errors: [{ path: '/sandbox_id' }] } })
  expect(await leftBy(other)).toHaveLength(20)
  expect(await keysOf(other)).toBe(20)
  await expect(ask(other, { tool: 'try', sandbox_id: 'sb-1' }, key)).resolves.toMatchObject({ state: 'pending' })
})

test('allowed, denied and put to people: each is recorded as it would be alone', async () => {
  const other = await world.agent('mixed', { settings: { autoTrigger: true, blockedTools: ['blocked'] } })
  await world.tool('blocked', 3)
  const sorts: Partial<SubmitBody>[] = [{}, { tool: 'try', sandbox_id: 'sb-1' }, { tool: 'blocked' }]
  const answers = await Promise.all(many(30, other, (n) => sorts[n % 3] ?? {}))
  expect(answers.map((answer) => 'state' in answer && answer.state)).toEqual(Array.from({ length: 10 }, () => ['pending', 'executing', 'denied']).flat())
  const of = (n: number) => answers.filter((_, index) => index % 3 === n).map(idOf)
  expect(await prisma.grant.count({ where: { actionId: { in: of(1) } } })).toBe(10)
  expect(await prisma.approval.count({ where: { actionId: { in: of(1) }, autoApproveEligible: true } })).toBe(10)
  const entries = (await leftBy(other)).map(({ id, entries }) => [id, entries])
  expect(new Map(entries as [string, number][])).toEqual(new Map(answers.map((answer, n) => [idOf(answer), [2, 2, 1][n % 3]])))
})

test('agents of different standing, and two workspaces, in company: each is judged by its own facts', async () => {
  const far = await aWorld()
  await far.tool('change', 1)
  const [usual, barred, low, free] = [await world.agent('usual'), await world.agent('barred', { settings: { blockedTools: ['change'] } }), await world.agent('low', { settings: { trustCeiling: 2 } }), await far.agent('usual', { settings: { autoTrigger: true } })]
  const asking = Array.from({ length: 8 }, () => [usual, barred, low, free]).flat()
  const answers = await Promise.all(asking.map((by) => ask(by)))
  expect(answers.map((answer) => 'state' in answer && answer.state)).toEqual(Array.from({ length: 8 }, () => ['pending', 'denied', 'denied', 'executing']).flat())
  for (const by of [usual, barred, low, free]) expect((await leftBy(by)).map(({ id }) => id).sort()).toEqual(answers.filter((_, n) => asking[n] === by).map(idOf).sort())
})

test('the same key sixteen times among others is one action, one place of the hour, and one answer', async () => {
  const other = await world.agent('insistent')
  const key = randomUUID()
  const ends = await outcomes([...many(8, other), ...Array.from({ length: 16 }, () => ask(other, {}, key)), ...many(8, other)])
  const same = ends.slice(8, 24).map((end) => (end.status === 'fulfilled' ? JSON.stringify(end.value) : (end.reason as IdempotentReplay).body))
  expect(new Set(same).size).toBe(1)
  expect(ends.filter((end) => end.status === 'rejected' && !(end.reason instanceof IdempotentReplay))).toEqual([])
  const left = await leftBy(other)
  expect(left).toHaveLength(17)
  expect(left[0]?.used).toBe(17)
})

test('a tool that nobody knows and a dry run in company do what they do alone', async () => {
  const other = await world.agent('explorer')
  const [known, , unknown, again, dry] = await Promise.all([...many(2, other), ask(other, { tool: 'new_tool' }), ask(other, { tool: 'new_tool' }), ask(other, { dry_run: true }), ...many(5, other)])
  expect([known, unknown, again].map((answer) => answer && 'state' in answer && answer.state)).toEqual(['pending', 'pending', 'pending'])
  expect(dry).toMatchObject({ dry_run: true, id: null, verdict: { effect: 'review' } })
  expect((await leftBy(other)).map(({ used }) => used)).toEqual(Array.from({ length: 9 }, () => 9))
  expect(await prisma.tool.count({ where: { workspaceId: world.workspace, id: 'new_tool' } })).toBe(1)
})

test('with ten places left, ten of 64 pass, whatever else comes at the same time', async () => {
  const [full, free] = [await world.agent('full', { settings: { maxActionsPerHour: 10 } }), await world.agent('free', { settings: { maxActionsPerHour: 50 } })]
  const ends = await outcomes(Array.from({ length: 128 }, (_, n) => ask(n % 2 ? full : free)))
  const passed = (of: 0 | 1) => ends.filter(({ status }, n) => n % 2 === of && status === 'fulfilled').length
  expect([passed(1), passed(0)]).toEqual([10, 50])
  expect(ends.flatMap((end) => (end.status === 'rejected' ? (end.reason as AppError).code : [])).every((code) => code === 'rate_limited')).toBe(true)
  expect((await leftBy(full))[0]?.used).toBe(10)
  expect(await prisma.auditEntry.count({ where: { workspaceId: world.workspace, event: 'action.rate_limited', agentId: 'full' } })).toBe(1)
  const numbers = (await prisma.action.findMany({ where: { workspaceId: world.workspace, agentId: 'free' } })).map(({ trace }) => (trace as { code: string; data?: { used?: number } }[]).find(({ code }) => code === 'hour_within')?.data?.used)
  expect(numbers.sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
})

test('where the database refuses one, it alone fails, and no place is taken twice', async () => {
  await trap('poison', `RAISE EXCEPTION 'poisoned'`)
  const other = await world.agent('poisoner')
  const ends = await outcomes(many(30, other, (n) => (n === 17 ? { description: 'poison' } : {})))
  expect(ends.map(({ status }, n) => (status === 'rejected' ? n : -1)).filter((n) => n >= 0)).toEqual([17])
  const left = await leftBy(other)
  expect(left).toHaveLength(29)
  expect(left.every(({ approvals, entries, used }) => approvals === 1 && entries === 2 && used === 30)).toBe(true)
  expect(await keysOf(other)).toBe(29)
})

test('where the connection breaks at the commit, nobody is told that it is written and nothing is tried again by itself', async () => {
  await trap('cut', 'PERFORM pg_terminate_backend(pg_backend_pid())', 'at the commit')
  const other = await world.agent('cutter')
  const keys = Array.from({ length: 20 }, () => randomUUID())
  const ends = await outcomes(keys.map((key, n) => ask(other, n === 9 ? { description: 'cut' } : {}, key)))
  const failed = ends.flatMap((end, n) => (end.status === 'rejected' ? [{ n, code: (end.reason as AppError).code }] : []))
  expect(failed.length).toBeGreaterThan(10)
  expect(new Set(failed.map(({ code }) => code))).toEqual(new Set(['unavailable']))
  expect(await leftBy(other)).toHaveLength(20 - failed.length)
  await rows('DROP FUNCTION trap() CASCADE')
  await Promise.all(failed.map(({ n }) => ask(other, {}, keys[n])))
  expect(await leftBy(other)).toHaveLength(20)
})

test('behind two that wait for their keys, the next is answered all the same', async () => {
  const other = await world.agent('patient')
  const keys = [randomUUID(), randomUUID()]
  const holder = new Client({ connectionString: process.env.DATABASE_URL })
  await holder.connect()
  onTestFinished(() => holder.end())
  await holder.query('BEGIN')
  const hold = `INSERT INTO idempotency_keys (workspace_id, agent_id, route, key, request_sha256, created_at) VALUES ($1, $2, 'POST /v1/actions', $3, repeat('0', 64), now())`
  for (const key of keys) await holder.query(hold, [other.workspace, other.actor.id, key])
  let ended = 0
  const waiting = keys.map((key) => ask(other, {}, key).finally(() => (ended += 1)))
  await ask(other)
  expect(ended).toBe(0)
  await holder.query('ROLLBACK')
  await Promise.all(waiting)
  expect(await leftBy(other)).toHaveLength(3)
})
