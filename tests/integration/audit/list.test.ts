import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listEntries } from '@/lib/audit/list'
import { entryById } from '@/lib/audit/queries'
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

const reviewer = { reviewer: '019aa000-0000-7000-8000-0000000000aa' }

test('a reviewer sees what belongs to an action that people were asked about, and nothing else', async () => {
  const { rows } = await listEntries(here, reviewer, whole, {}, 2000)
  const { rows: all } = await listEntries(here, 'all', whole, {}, 2000)
  const { rows: approvals } = await client.query<{ action_id: string }>(`SELECT action_id FROM agent_approvals WHERE workspace_id = 'logged'`)
  const asked = new Set(approvals.map((approval) => approval.action_id))
  expect(rows).toEqual(all.filter((row) => row.actionId && asked.has(row.actionId)))
  expect(rows.length).toBeLessThan(all.length)
  const hidden = all.find((row) => row.actionId && !asked.has(row.actionId))
  expect(await entryById(here, reviewer, hidden?.id ?? '')).toBeNull()
  expect(await entryById(here, 'all', hidden?.id ?? '')).toMatchObject({ id: hidden?.id })
})

test('an entry of another workspace does not exist here', async () => {
  const { rows } = await client.query<{ id: string }>(`SELECT id FROM agent_audit_log WHERE workspace_id = 'elsewhere' LIMIT 1`)
  expect(await entryById(here, 'all', rows[0]?.id ?? '')).toBeNull()
  expect(await entryById(here, 'all', "not-an-id' OR 1=1")).toBeNull()
})

test('by action id the list holds all of it, whenever it was', async () => {
  const asked = events.find((event) => event.state === 'succeeded' && event.decision === 'review')
  const now = { from: new Date('2026-11-21T00:00:00Z'), until: whole.until, actions: [asked?.id ?? ''] }
  const { rows } = await listEntries(here, 'all', now)
  expect(rows.map((row) => row.event).sort()).toEqual(['action.reported', 'action.started', 'action.submitted', 'approval.decided', 'approval.requested'])
  expect(rows.find((row) => row.event === 'approval.decided')).toMatchObject({ said: 'approve' })
})
