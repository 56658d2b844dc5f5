import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import '@/worker/as-worker'
import { exportLines } from '@/lib/audit/export'
import { facets } from '@/lib/audit/facets'
import { histogram } from '@/lib/audit/histogram'
import { listEntries } from '@/lib/audit/list'
import { filterFor, type AuditFilter, type AuditScope, type Cursor } from '@/lib/audit/schema'
import { DIMENSIONS, parseSearch, type Dimension, type Term } from '@/lib/audit/search'
import { sequence } from '@/lib/audit/sequence'
import { asWorkspaceId } from '@/lib/context'
import { closeDb } from '@/lib/db'
import { rows } from '@/tests/support/databases'
import { dice, past, writeHistory } from '@/tests/support/history'

const here = asWorkspaceId('explored')
const url = process.env.DATABASE_URL as string
const start = new Date('2026-09-20T00:00:00Z')
const end = new Date('2026-11-12T00:00:00Z')
let member = ''

async function happen(seed: number, many: number): Promise<void> {
  const roll = dice(seed)
  await writeHistory(url, here, Array.from({ length: many }, () => past(roll, ['agent-a', 'agent-b', 'agent-c'], ['tool_a', 'toolxa'], start, end)))
}

beforeAll(async () => {
  await happen(11, 200)
  await writeHistory(url, 'not-explored', [past(dice(12), ['agent-a'], ['tool_a'], start, end)])
  const [found] = await rows<{ id: string }>(`SELECT m.id FROM members m JOIN users u ON u.id = m.id WHERE m.workspace_id = 'explored' AND u.email = 'noa@example.com'`)
  member = found?.id ?? ''
  // Some money, some groups: one that the reviewer is in, one that they are not in.
  await rows(`SET session_replication_role = replica;
    INSERT INTO reviewer_groups (workspace_id, id, name, created_by) VALUES ('explored', 'mine', 'mine', 'test'), ('explored', 'theirs', 'theirs', 'test');
    INSERT INTO reviewer_group_members (workspace_id, group_id, member_id) VALUES ('explored', 'mine', '${member}');
    UPDATE agent_approvals SET reviewer_group = (ARRAY['mine', 'theirs', NULL])[1 + risk_score % 3] WHERE workspace_id = 'explored';
    UPDATE agent_action_events SET amount = risk_score * 1000, currency = (ARRAY['USD', 'JPY', 'KWD'])[1 + risk_score % 3] WHERE workspace_id = 'explored' AND risk_score > 20`)
  do await sequence()
  while ((await rows('SELECT 1 FROM audit_pending LIMIT 1')).length > 0)
  await happen(13, 30) // these still wait for their place
})
afterAll(closeDb)

interface Plain {
  id: string
  at: Date
  kind: string
  event: string
  agent: string
  tool: string
  actor: string
  success: string
  client: string
  action: string
  text: string
  major: number | null
  asked: boolean
  group: string | null
}
const PLAIN = `
  SELECT l.id, l."timestamp" AS at, l.action_type AS kind, l.action AS event, coalesce(l.agent_id, '') AS agent, coalesce(l.tool_id, '') AS tool, l.actor_id AS actor,
    l.success::text AS success, coalesce(l.client_id, '') AS client, l.action_id AS action, p.id IS NOT NULL AS asked, p.reviewer_group AS "group",
    (e.amount / CASE e.currency WHEN 'JPY' THEN 1 WHEN 'KWD' THEN 1000 ELSE 100 END::numeric)::float AS major,
    concat_ws(chr(1), l.action, l.actor_id, l.agent_id, l.tool_id, l.error_message, e.action_name, e.action_name_he, l.input_data, l.output_data, l.changes::text) AS text
  FROM agent_audit_log l LEFT JOIN agent_action_events e ON e.workspace_id = l.workspace_id AND e.id = l.action_id
  LEFT JOIN agent_approvals p ON p.workspace_id = l.workspace_id AND p.action_id = l.action_id
  WHERE l.workspace_id = 'explored' ORDER BY l."timestamp" DESC, l.id DESC`

/** What the search means, said once more and otherwise. */
function matches(row: Plain, terms: readonly Term[], but?: Dimension): boolean {
  const fields = [...new Set(terms.map(({ field }) => field))].filter((field) => field !== but)
  return fields.every((field) => {
    const own = terms.filter((term) => term.field === field)
    const has = ({ value }: Term): boolean => {
      if (field === 'text') return [value, JSON.stringify(value).slice(1, -1)].some((words) => row.text.toLowerCase().includes(words.toLowerCase()))
      if (field === 'amount') {
        const [, sign = '', number = ''] = /^(>=|<=|>|<)?(.*)$/.exec(value) ?? []
        const [left, right] = [row.major ?? NaN, Number(number)]
        return sign === '>' ? left > right : sign === '<' ? left < right : sign === '>=' ? left >= right : sign === '<=' ? left <= right : left === right
      }
      return row[field as Dimension | 'client' | 'action'] === value
    }
    const every = field === 'text' || field === 'amount'
    const wanted = own.filter(({ not }) => !not)
    return (every ? wanted.every(has) : wanted.length === 0 || wanted.some(has)) && !own.some((term) => term.not && has(term))
  })
}

/** Mostly nothing, or all of them together would leave nothing to compare. */
const one = (...terms: string[]) => fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constantFrom(...terms) })
const counted = fc.tuple(
  one('kind:approval', 'kind:invoke', '-kind:complete', 'kind:approval kind:complete', 'kind:money'), one('event:approval.decided', '-event:action.submitted', 'event:approval.expired'),
  one('agent:agent-a', 'agent:agent-b agent:agent-c', '-agent:agent-a'), one('tool:tool_a', '-tool:tool_a'),
  one('user:NOA@example.com', 'actor:system:clock', '-user:agent-a'), one('success:false', 'success:true', '-success:true'),
)
const slow = fc.tuple(one('client:CUST-41', '-client:CUST-41'), one('amount:>50', 'amount:<=900.5', 'amount:>10 amount:<60', 'amount:=30'), one('NOA', 'hyperlink', '"tool_a"', '%', 'קריאה', '"call TOOL"', '-hyperlink', '"note\\":\\"=1"', '"say \\"no\\""', 'call xa'))
const hour = fc.integer({ min: 0, max: 53 * 24 })
const at = (hours: number) => new Date(start.getTime() + hours * 3_600_000)
const times = fc.tuple(hour, hour).filter(([a, b]) => a !== b).map(([a, b]) => [at(Math.min(a, b)), at(Math.max(a, b))] as const)
const when = fc.oneof(fc.constant([start, end] as const), times)
const scopes = fc.constantFrom<'all' | 'reviewer'>('all', 'all', 'reviewer')

async function allPages(scope: AuditScope, filter: AuditFilter, size: number, most?: number): Promise<string[]> {
  const ids: string[] = []
  let after: Cursor | null = null
  do {
    const page = await listEntries(here, scope, filter, { after }, size, most)
    ids.push(...page.rows.map((row) => row.id))
    after = page.older
  } while (after)
  return ids
}

const seenBy = (who: 'all' | 'reviewer', row: Plain) => who === 'all' || (row.asked && row.group !== 'theirs' && ['approval', 'invoke', 'tool_call', 'complete', 'error'].includes(row.kind))

async function expectAgreement(text: string, [from, until]: readonly [Date, Date], who: 'all' | 'reviewer', size: number): Promise<number> {
  const { terms, problems } = parseSearch(text)
  expect(problems).toEqual([])
  const filter = filterFor(terms, from, until)
  const scope: AuditScope = who === 'all' ? 'all' : { reviewer: member }
  const visible = (await rows<Plain>(PLAIN)).filter((row) => seenBy(who, row) && row.at >= from && row.at < until)
  const expected = visible.filter((row) => matches(row, terms))
  const ids = expected.map(({ id }) => id)
  expect(await allPages(scope, filter, size)).toEqual(ids)
  expect(await allPages(scope, filter, size, 7)).toEqual(ids) // looking at seven rows at a time finds the same in the end
  let exported = ''
  for await (const part of exportLines(here, scope, filter, 'ndjson')) exported += part
  expect(exported.split('\n').filter(Boolean).map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(ids)

  const divided = await facets(here, scope, filter)
  expect(divided).toMatchObject({ total: ids.length, countedTo: null, behind: false })
  const onlyCounted = terms.every(({ field }) => (DIMENSIONS as readonly string[]).includes(field))
  for (const name of DIMENSIONS) {
    const counts = new Map<string, number>()
    for (const row of visible.filter((each) => matches(each, terms, onlyCounted ? name : undefined))) if (row[name]) counts.set(row[name], (counts.get(row[name]) ?? 0) + 1)
    expect(Object.fromEntries(divided.values[name].map(({ value, count }) => [value, count])), name).toEqual(Object.fromEntries(counts))
  }
  const { bars, widthMs, countedTo } = await histogram(here, scope, filter)
  expect(countedTo).toBeNull()
  expect(bars).toEqual(bars.map((bar) => {
    const inside = expected.filter((row) => row.at >= bar.at && row.at.getTime() < bar.at.getTime() + widthMs)
    return { at: bar.at, entries: inside.length, failed: inside.filter(({ success }) => success === 'false').length }
  }))
  expect(bars.reduce((sum, bar) => sum + bar.entries, 0)).toBe(ids.length)
  return ids.length
}

test('list, export, facets and histogram of any search agree to the row with plain reading, counted or looked for', async () => {
  let found = 0
  await fc.assert(
    fc.asyncProperty(counted, fc.option(slow, { nil: ['', '', ''] }), when, scopes, fc.integer({ min: 9, max: 200 }), async (sorts, more, span, who, size) => {
      found += await expectAgreement([...sorts, ...more].filter(Boolean).join(' '), span, who, size)
    }),
    { numRuns: 60, seed: 20261121 },
  )
  expect(found).toBeGreaterThan(1500)
})

test('a search that looked at all it may says how far back, and going on from there finds the rest', async () => {
  const filter = filterFor(parseSearch('hyperlink').terms, start, end)
  const divided = await facets(here, 'all', filter, 50)
  const plain = (await rows<Plain>(PLAIN)).filter((row) => row.at < end)
  expect(divided.countedTo).toEqual(plain[49]?.at)
  expect(divided.total).toBe(plain.slice(0, 50).filter((row) => row.text.toLowerCase().includes('hyperlink')).length)
  expect((await histogram(here, 'all', filter, 50)).countedTo).toEqual(plain[49]?.at)
  const { rows: first, searchedTo, older } = await listEntries(here, 'all', filter, {}, 200, 50)
  expect(first).toHaveLength(divided.total)
  expect(searchedTo).toEqual({ at: plain[49]?.at.toISOString(), id: plain[49]?.id })
  expect(older).toEqual(searchedTo)
  expect((await allPages('all', filter, 200, 50)).length).toBeGreaterThan(first.length)
})
