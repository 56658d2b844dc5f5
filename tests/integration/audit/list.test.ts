import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditKind } from '@/lib/audit/append'
import { exportLines } from '@/lib/audit/export'
import { entryById, listEntries } from '@/lib/audit/queries'
import type { AuditFilter, Cursor } from '@/lib/audit/schema'
import { asWorkspaceId } from '@/lib/context'
import { closeDb } from '@/lib/db'
import { dice, past, writeHistory, type Past } from '@/tests/support/history'

const url = process.env.DATABASE_URL as string
const client = new Client({ connectionString: url, options: '-c TimeZone=UTC' })
const here = asWorkspaceId('logged')
const whole = { from: new Date('2026-11-01T00:00:00Z'), until: new Date('2026-11-22T00:00:00Z') }
let events: Past[]

beforeAll(async () => {
  await client.connect()
  const roll = dice(3)
  // Few distinct moments, so that pages are cut between entries of the same millisecond.
  const moments = Array.from({ length: 12 }, () => new Date(whole.from.getTime() + Math.floor(roll() * 19 * 86_400_000)))
  events = Array.from({ length: 130 }, () => past(roll, ['agent-a', 'agent-b'], ['tool_a', 'toolxa'], whole.from, new Date('2026-11-20T00:00:00Z')))
    .map((event, index) => ({ ...event, at: moments[index % moments.length] as Date }))
  await writeHistory(url, here, events)
  await writeHistory(url, 'elsewhere', [past(roll, ['agent-a'], ['tool_a'], whole.from, whole.until)])
})
afterAll(async () => {
  await client.end()
  await closeDb()
})

const filters = fc.record({
  kind: fc.option(fc.constantFrom<AuditKind>('approval', 'invoke', 'complete', 'config')),
  event: fc.option(fc.constantFrom('approval.decided', 'action.submitted')),
  agent: fc.option(fc.constantFrom('agent-a', 'agent-b')),
  tool: fc.option(fc.constantFrom('tool_a', 'toolxa')),
  actor: fc.option(fc.constantFrom('noa@example.com', 'agent-a', 'system:clock')),
  outcome: fc.option(fc.constantFrom('success' as const, 'failure' as const)),
  search: fc.option(fc.constantFrom('NOA', 'hyperlink', 'tool_a', '%', 'קריאה', 'call TOOL')),
  from: fc.option(fc.constantFrom(new Date('2026-11-07T00:00:00Z'))),
})

const PLAIN = `
  SELECT l.id FROM agent_audit_log l LEFT JOIN agent_action_events e ON e.workspace_id = l.workspace_id AND e.id = l.action_id
  WHERE l.workspace_id = 'logged' AND l."timestamp" >= $1 AND l."timestamp" < $2 AND coalesce(l.action_type = $3, true) AND coalesce(l.action = $4, true)
    AND coalesce(l.agent_id = $5, true) AND coalesce(l.tool_id = $6, true) AND coalesce(l.actor_id = $7, true) AND coalesce(l.success = $8, true)
    AND ($9::text IS NULL OR strpos(lower(concat_ws(chr(1), l.action, l.actor_id, l.agent_id, l.tool_id, l.error_message, e.action_name, e.action_name_he)), lower($9)) > 0)
  ORDER BY l."timestamp" DESC, l.id DESC`

async function allPages(filter: AuditFilter, size: number): Promise<string[]> {
  const ids: string[] = []
  let after: Cursor | null = null
  do {
    const page = await listEntries(here, 'all', filter, { after }, size)
    ids.push(...page.rows.map((row) => row.id))
    after = page.older
  } while (after)
  return ids
}

test('the pages of any filter, one after the other, are what plain SQL lists; so is the export', async () => {
  await fc.assert(
    fc.asyncProperty(filters, fc.integer({ min: 7, max: 90 }), async ({ from, ...wish }, size) => {
      const filter: AuditFilter = { ...wish, from: from ?? whole.from, until: whole.until }
      const plain = await client.query<{ id: string }>(PLAIN, [
        filter.from, filter.until, wish.kind, wish.event, wish.agent, wish.tool, wish.actor, wish.outcome && wish.outcome === 'success', wish.search,
      ])
      const expected = plain.rows.map((row) => row.id)
      expect(await allPages(filter, size)).toEqual(expected)
      let exported = ''
      for await (const part of exportLines(here, 'all', filter, 'ndjson')) exported += part
      expect(exported.split('\n').filter(Boolean).map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(expected)
    }),
    { numRuns: 40 },
  )
})

test('turning a page back shows the page that was left', async () => {
  const first = await listEntries(here, 'all', whole, {}, 20)
  const second = await listEntries(here, 'all', whole, { after: first.older }, 20)
  const third = await listEntries(here, 'all', whole, { after: second.older }, 20)
  expect(first.newer).toBeNull()
  expect((await listEntries(here, 'all', whole, { after: third.newer, newer: true }, 20)).rows).toEqual(second.rows)
  const back = await listEntries(here, 'all', whole, { after: second.newer, newer: true }, 20)
  expect(back.rows).toEqual(first.rows)
  expect(back.newer).toBeNull()
})

test('entries that arrive while somebody reads neither repeat nor hide any', async () => {
  const before = await allPages(whole, 30)
  const first = await listEntries(here, 'all', whole, {}, 30)
  const [late] = events
  if (!late) throw new Error('no events')
  await writeHistory(url, here, [{ ...late, id: '019aa000-0000-7000-8000-00000000000f', at: new Date('2026-11-21T10:00:00Z') }])
  const rest = await listEntries(here, 'all', whole, { after: first.older }, 500)
  expect([...first.rows, ...rest.rows].map((row) => row.id)).toEqual(before)
})

test('a reviewer sees what belongs to an action that people were asked about, and nothing else', async () => {
  const { rows } = await listEntries(here, 'approvals', whole, {}, 2000)
  const { rows: all } = await listEntries(here, 'all', whole, {}, 2000)
  const { rows: approvals } = await client.query<{ action_id: string }>(`SELECT action_id FROM agent_approvals WHERE workspace_id = 'logged'`)
  const asked = new Set(approvals.map((approval) => approval.action_id))
  expect(rows).toEqual(all.filter((row) => row.actionId && asked.has(row.actionId)))
  expect(rows.length).toBeLessThan(all.length)
  const hidden = all.find((row) => row.actionId && !asked.has(row.actionId))
  expect(await entryById(here, 'approvals', hidden?.id ?? '')).toBeNull()
  expect(await entryById(here, 'all', hidden?.id ?? '')).toMatchObject({ id: hidden?.id })
})

test('an entry of another workspace does not exist here', async () => {
  const { rows } = await client.query<{ id: string }>(`SELECT id FROM agent_audit_log WHERE workspace_id = 'elsewhere' LIMIT 1`)
  expect(await entryById(here, 'all', rows[0]?.id ?? '')).toBeNull()
  expect(await entryById(here, 'all', "not-an-id' OR 1=1")).toBeNull()
})

test('by action id the list holds all of it, whenever it was', async () => {
  const asked = events.find((event) => event.state === 'succeeded' && event.decision === 'review')
  const now = { from: new Date('2026-11-21T00:00:00Z'), until: whole.until, action: asked?.id }
  const { rows } = await listEntries(here, 'all', now)
  expect(rows.map((row) => row.event).sort()).toEqual(['action.reported', 'action.started', 'action.submitted', 'approval.decided', 'approval.requested'])
  expect(rows.find((row) => row.event === 'approval.decided')).toMatchObject({ said: 'approve' })
})
