import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditFilter } from '@/lib/audit/schema'
import { where, type Page } from '@/lib/audit/where'

const client = new Client({ connectionString: process.env.DATABASE_URL, options: '-c TimeZone=UTC' })
const from = new Date('2026-09-01T00:00:00Z')
const until = new Date('2026-10-01T00:00:00Z')
const MANY = 30_000

beforeAll(async () => {
  await client.connect()
  await client.query('SET session_replication_role = replica')
  await client.query(
    `INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, agent_id, success, request_id)
     SELECT 'deep', gen_random_uuid(), $1::timestamptz + n * interval '80 seconds', 'agent', 'bot', 'action.submitted', 'invoke', 'bot', true, 'r' FROM generate_series(1, $2::int) n`, [from, MANY])
  await client.query('VACUUM ANALYZE agent_audit_log')
})
afterAll(() => client.end())

interface Plan {
  Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number; 'Actual Rows': number }
}

/** How many blocks a page of 51 takes with the list's own condition. */
async function blocks(filter: Partial<AuditFilter>, page: Page): Promise<number> {
  const { pinned, pinnedValues } = where('deep', { from, until, ...filter }, 'all', page)
  const order = page.newer ? 'ASC' : 'DESC'
  const { rows: [row] } = await client.query<{ 'QUERY PLAN': [Plan] }>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM agent_audit_log l WHERE ${pinned} ORDER BY l."timestamp" ${order}, l.id ${order} LIMIT 51`, pinnedValues)
  const plan = row?.['QUERY PLAN'][0].Plan
  expect(plan?.['Actual Rows']).toBe(51)
  return (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0)
}

test.each([['everything', {}], ['one agent', { agent: { in: ['bot'], not: [] } }], ['one kind', { kind: { in: ['invoke'], not: [] } }]] as [string, Partial<AuditFilter>][])(
  'a page far down costs what the first one does, also turned round: %s', async (_, filter) => {
    const first = await blocks(filter, {})
    for (const day of [4, 14, 24]) {
      const after = { at: new Date(from.getTime() + day * 86_400_000).toISOString(), id: 'ffffffff-ffff-4fff-8fff-ffffffffffff' }
      expect(await blocks(filter, { after })).toBeLessThanOrEqual(first + 10)
      expect(await blocks(filter, { after, newer: true })).toBeLessThanOrEqual(first + 10)
    }
  })
