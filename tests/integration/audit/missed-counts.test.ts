import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import '@/worker/as-worker'
import { facets } from '@/lib/audit/facets'
import { listEntries } from '@/lib/audit/list'
import { recountMissed } from '@/lib/audit/recount'
import { sequence } from '@/lib/audit/sequence'
import { asWorkspaceId } from '@/lib/context'
import { closeDb } from '@/lib/db'
import { countedUpTo } from '@/lib/metrics/queries'
import { registerKeys } from '@/lib/signing/register'
import { rows } from '@/tests/support/databases'
import { dice, past, writeHistory } from '@/tests/support/history'
import { aWorld } from '@/tests/support/world'

const here = asWorkspaceId('missed')
const [from, until] = [new Date('2026-10-01T00:00:00Z'), new Date('2026-10-03T00:00:00Z')]
const url = process.env.DATABASE_URL as string
const owner = new Client({ connectionString: url })

beforeAll(async () => {
  await aWorld()
  await registerKeys()
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await closeDb()
})

async function happen(seed: number, many: number): Promise<void> {
  const roll = dice(seed)
  await writeHistory(url, here, Array.from({ length: many }, () => past(roll, ['agent-a', 'agent-b'], ['tool_a', 'tool_b'], from, until)))
  do await sequence()
  while ((await rows('SELECT 1 FROM audit_pending LIMIT 1')).length > 0)
}
const all = async () => (await rows<{ n: number }>(`SELECT count(*)::int AS n FROM agent_audit_log WHERE workspace_id = 'missed'`))[0]?.n ?? 0
const placed = async () => (await rows<{ n: number }>(`SELECT count(*)::int AS n FROM audit_leaves WHERE workspace_id = 'missed'`))[0]?.n
const counted = async () => facets(here, 'all', { from, until })

test('counts that cannot be written stop neither the log nor the list, admit it, and are made good from the rows', async () => {
  await happen(21, 40)
  const before = await all()
  expect(await counted()).toMatchObject({ total: before, behind: false })
  await owner.query(`DELETE FROM metrics_dirty WHERE workspace_id = 'missed'`)

  await owner.query('ALTER TABLE audit_counts ADD CONSTRAINT broken CHECK (entries < 0) NOT VALID')
  await happen(22, 40)
  const after = await all()
  expect(after).toBeGreaterThan(before)
  expect(await placed()).toBe(after)
  expect(await counted()).toMatchObject({ total: before, behind: true })
  expect((await countedUpTo(here)).getTime()).toBeLessThan(until.getTime())
  const denied = await rows<{ id: string }>(`SELECT id FROM agent_audit_log WHERE workspace_id = 'missed' AND NOT success ORDER BY "timestamp" DESC, id DESC`)
  expect(denied.length).toBeGreaterThan(0)
  const sparse = await listEntries(here, 'all', { from, until, success: { in: ['false'], not: [] } }, {}, 1000, 1)
  expect(sparse.rows.map(({ id }) => id)).toEqual(denied.map(({ id }) => id))
  await expect(recountMissed()).rejects.toThrow('broken')

  await owner.query('ALTER TABLE audit_counts DROP CONSTRAINT broken')
  await recountMissed()
  expect(await counted()).toMatchObject({ total: after, behind: false })
  expect(await rows('SELECT 1 FROM audit_missed_counts')).toEqual([])
  const marked = await rows<{ hour: Date }>(`SELECT hour FROM metrics_dirty WHERE workspace_id = 'missed'`)
  const asked = await rows<{ hour: Date }>(`SELECT DISTINCT date_trunc('hour', created_at, 'UTC') AS hour FROM agent_action_events WHERE workspace_id = 'missed'
    AND id IN (SELECT action_id FROM agent_audit_log l JOIN audit_leaves v ON v.workspace_id = l.workspace_id AND v.entry_id = l.id WHERE l.workspace_id = 'missed' AND v.index >= $1)`, [before])
  expect(marked.map(({ hour }) => hour.getTime())).toEqual(expect.arrayContaining(asked.map(({ hour }) => hour.getTime())))
  expect(asked.length).toBeGreaterThan(5)
})
