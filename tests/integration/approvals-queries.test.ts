import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countOpen, filterChoices, listApprovals } from '@/lib/approvals/queries'
import type { ApprovalFilter } from '@/lib/approvals/schema'
import { showApproval } from '@/lib/approvals/show'
import { actionHash } from '@/lib/actions/hash'
import { asWorkspaceId, systemCtx } from '@/lib/context'
import { readCursor } from '@/lib/cursor'
import { closeDb } from '@/lib/db'

const NOW = new Date('2026-11-20T12:00:00Z')
const here = { ...systemCtx(asWorkspaceId('here'), 'system:test', 'r'), at: NOW }
const there = { ...systemCtx(asWorkspaceId('there'), 'system:test', 'r'), at: NOW }
const base: ApprovalFilter = { status: 'waiting', sort: 'soonest', risk: null, agent: null, tool: null }
const MINUTE = 60_000
let db: Client

/** Writes around the verbs, as the owner, to reach states and times that no door reaches. */
async function seed(workspace: string, count: number): Promise<void> {
  await db.query('BEGIN')
  await db.query(`INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, request_id)
    VALUES ($1, gen_random_uuid(), now(), 'system', 'system:test', 'test.seeded', 'system', true, 'r')`, [workspace])
  await db.query(`INSERT INTO workspaces (id, name) VALUES ($1, $1)`, [workspace])
  const key = randomUUID()
  for (const agent of ['alpha', 'beta']) {
    await db.query(`INSERT INTO agents (workspace_id, id, name, created_by) VALUES ($1, $2, $2, 'test')`, [workspace, agent])
  }
  await db.query(`INSERT INTO api_keys (workspace_id, id, agent_id, name, prefix, secret_sha256, scopes, created_by)
    VALUES ($1, $2, 'alpha', 'k', 'p', sha256(gen_random_uuid()::text::bytea), '{actions:read}', 'test')`, [workspace, key])
  for (const tool of ['refund', 'restart']) await db.query(`INSERT INTO tools (workspace_id, id, name) VALUES ($1, $2, $2)`, [workspace, tool])
  for (let n = 0; n < count; n += 1) await one(workspace, key, n)
  await db.query('COMMIT')
}

const STATUSES = ['pending', 'pending', 'pending', 'approved', 'rejected', 'expired', 'cancelled'] as const

async function one(workspace: string, key: string, n: number): Promise<void> {
  const [action, approval] = [randomUUID(), randomUUID()]
  const agent = n % 3 ? 'alpha' : 'beta'
  const tool = n % 2 ? 'refund' : 'restart'
  const status = STATUSES[n % STATUSES.length] ?? 'pending'
  const args = { n }
  const hash = actionHash({ workspace, action, agent, tool, tool_schema_sha256: null, args, policy_version: null })
  // Many share an instant, so that the id has to break the tie.
  const created = new Date(NOW.getTime() - 10 * MINUTE - Math.floor(n / 4) * 1000)
  const expires = new Date(NOW.getTime() + (n % 10) * 4 * MINUTE)
  const level = (['low', 'medium', 'high'] as const)[n % 3]
  const decided = status !== 'pending'
  await db.query(
    `INSERT INTO agent_action_events (workspace_id, id, agent_id, key_id, tool_name, tool_args, action_name, stage, trust_level, risk_score,
       risk_level, risk_reasons, decision, reason, trace, action_hash, approval_request_id, state, created_at, startable_at, execute_by)
     VALUES ($1, $2, $3, $4, $5, $6, 'Do it', 'commit', 3, 10, $7, '[]', 'review', 'approval_required', '[]', $8, $9, $10, $11, $11, $11)`,
    [workspace, action, agent, key, tool, JSON.stringify(args), level, hash, approval, status, created],
  )
  await db.query(
    `INSERT INTO agent_approvals (workspace_id, id, action_id, agent_id, tool_id, action_name, parameters, action_hash, risk_score, risk_level,
       trust_level, hold_ms, status, created_at, expires_at, resolved_at, resolved_by)
     VALUES ($1, $2, $3, $4, $5, 'Do it', $6, $7, 10, $8, 3, 0, $9, $10, $11, $12, $13)`,
    [workspace, approval, action, agent, tool, JSON.stringify(args), hash, level, status, created, expires, decided ? NOW : null, decided ? 'system:test' : null],
  )
}

async function everyPage(ctx: typeof here, filter: ApprovalFilter, size: number) {
  const rows = []
  let next: string | null = null
  do {
    const page = await listApprovals(ctx, filter, next === null ? null : readCursor(next), size)
    rows.push(...page.rows)
    next = page.next
  } while (next !== null)
  return rows
}

beforeAll(async () => {
  db = new Client({ connectionString: process.env.DATABASE_URL })
  await db.connect()
  await seed('here', 140)
  await seed('there', 30)
})
afterAll(async () => {
  await db.end()
  await closeDb()
})

describe('the list of approvals', () => {
  const filters = (['waiting', 'decided', 'all'] as const).flatMap((status) =>
    (['soonest', 'oldest', 'newest'] as const).map((sort) => ({ ...base, status, sort })))

  test.each(filters)('gives every row once and in order over its pages: $status, $sort', async (filter) => {
    const whole = (await listApprovals(here, filter, null, 1000)).rows
    const paged = await everyPage(here, filter, 7)
    expect(paged).toEqual(whole)
    expect(new Set(paged.map((row) => row.id)).size).toBe(paged.length)
    const soonest = filter.status === 'waiting' && filter.sort === 'soonest'
    const times = paged.map((row) => (soonest ? row.expiresAt : row.createdAt))
    const rising = soonest || filter.sort === 'oldest'
    expect(times).toEqual(times.toSorted((a, b) => (rising ? a - b : b - a)))
  })

  test('holds back what is over but not closed yet, and shows it under all', async () => {
    const waiting = await everyPage(here, base, 50)
    expect(waiting.length).toBeGreaterThan(0)
    expect(waiting.every((row) => row.status === 'pending' && row.expiresAt > NOW.getTime())).toBe(true)
    const all = await everyPage(here, { ...base, status: 'all' }, 50)
    expect(all).toHaveLength(140)
    expect(all.some((row) => row.status === 'pending' && row.expiresAt <= NOW.getTime())).toBe(true)
  })

  test('filters by risk, agent and tool, also together', async () => {
    const all = (await listApprovals(here, { ...base, status: 'all' }, null, 1000)).rows
    const filter = { ...base, status: 'all', risk: 'high', agent: 'alpha', tool: 'refund' } as const
    const found = await everyPage(here, filter, 3)
    expect(found.length).toBeGreaterThan(0)
    expect(found).toEqual(all.filter((row) => row.riskLevel === 'high' && row.agentId === 'alpha' && row.toolId === 'refund'))
  })

  const wishes = (['waiting', 'decided', 'all'] as const).flatMap((status) => (['soonest', 'oldest', 'newest'] as const).map((sort) => ({ status, sort }))).flatMap((list) =>
    [{ risk: 'high' }, { agent: 'beta' }, { tool: 'restart' }, { agent: 'alpha', tool: 'refund' }, { risk: 'low', tool: 'restart' }, { risk: 'medium', agent: 'beta', tool: 'refund' }, { agent: 'nobody' }].map((wish) => ({ ...list, wish })))
  test.each(wishes)('finds exactly what fits, page by page: $status, $sort, $wish', async ({ status, sort, wish }) => {
    const filter = { ...base, status, sort, ...wish } as ApprovalFilter
    const all = (await listApprovals(here, { ...base, status, sort }, null, 1000)).rows
    const fitting = all.filter((row) => (!filter.risk || row.riskLevel === filter.risk) && (!filter.agent || row.agentId === filter.agent) && (!filter.tool || row.toolId === filter.tool))
    expect(fitting.length > 0).toBe(filter.agent !== 'nobody' && filter.risk !== 'medium')
    expect(await everyPage(here, filter, 3)).toEqual(fitting)
  })

  test('never shows a row of another workspace', async () => {
    const mine = new Set((await everyPage(here, { ...base, status: 'all' }, 100)).map((row) => row.id))
    const theirs = await everyPage(there, { ...base, status: 'all' }, 100)
    expect(theirs).toHaveLength(30)
    expect(theirs.some((row) => mine.has(row.id))).toBe(false)
  })

  test('counts what waits and what ends within ten minutes', async () => {
    const waiting = await everyPage(here, base, 100)
    const counted = await countOpen(here)
    expect(counted).toEqual({
      open: waiting.length,
      soon: waiting.filter((row) => row.expiresAt <= NOW.getTime() + 10 * MINUTE).length,
      more: false,
      snoozed: 0,
      wakesAt: null,
      now: NOW.getTime(),
    })
  })

  test('offers the agents and tools of this workspace as filters', async () => {
    const { agents, tools } = await filterChoices(there)
    expect(agents.map(({ id }) => id)).toEqual(['alpha', 'beta'])
    expect(tools.map(({ id }) => id)).toEqual(['refund', 'restart'])
  })
})

describe('one approval', () => {
  const first = async () => (await listApprovals(here, base, null, 1)).rows[0]?.id ?? ''

  test('is shown with its arguments when they hash to what a decision is about', async () => {
    const shown = await showApproval(here, await first())
    expect(shown).toMatchObject({ status: 'pending', intact: true })
    expect(shown?.parameters).toMatch(/^\{"n":\d+\}$/)
  })

  test('does not exist for another workspace, nor for something that is no id', async () => {
    expect(await showApproval(there, await first())).toBeNull()
    expect(await showApproval(here, 'nonsense')).toBeNull()
  })

  test.each([
    ['the arguments', `UPDATE agent_approvals SET parameters = '{"n":999}' WHERE id = $1`],
    ['their spelling', `UPDATE agent_approvals SET parameters = replace(parameters, ':', ': ') WHERE id = $1`],
    ['the hash', `UPDATE agent_approvals SET action_hash = repeat('0', 64) WHERE id = $1`],
    ['what would run', `UPDATE agent_action_events SET tool_args = '{"n":999}' WHERE approval_request_id = $1`],
    ['the agent', `UPDATE agent_approvals SET agent_id = CASE agent_id WHEN 'alpha' THEN 'beta' ELSE 'alpha' END WHERE id = $1`],
  ])('is not intact after somebody with the database in hand changed %s', async (_, change) => {
    const id = await first()
    await db.query('BEGIN')
    await db.query(`INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, request_id)
      VALUES ('here', gen_random_uuid(), now(), 'system', 'system:test', 'test.tampered', 'system', true, 'r')`)
    const { rows: before } = await db.query('SELECT parameters, action_hash, agent_id FROM agent_approvals WHERE id = $1', [id])
    await db.query(change, [id])
    await db.query('COMMIT')
    expect((await showApproval(here, id))?.intact).toBe(false)

    await db.query('BEGIN')
    await db.query(`INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, request_id)
      VALUES ('here', gen_random_uuid(), now(), 'system', 'system:test', 'test.repaired', 'system', true, 'r')`)
    const { parameters, action_hash, agent_id } = before[0] as Record<string, string>
    await db.query('UPDATE agent_approvals SET parameters = $2, action_hash = $3, agent_id = $4 WHERE id = $1', [id, parameters, action_hash, agent_id])
    await db.query('UPDATE agent_action_events SET tool_args = $2 WHERE approval_request_id = $1', [id, parameters])
    await db.query('COMMIT')
    expect((await showApproval(here, id))?.intact).toBe(true)
  })
})
