import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listSource } from '@/lib/approvals/list-source'
import { countOpen, listApprovals } from '@/lib/approvals/queries'
import { lastAlike } from '@/lib/approvals/record'
import type { ApprovalFilter } from '@/lib/approvals/schema'
import { closeDb } from '@/lib/db'
import { newId } from '@/lib/ids'
import { aWorld, type UserCtx } from '@/tests/support/world'

/** QUEUE_ROWS=1000000 measures the size that the queue is made for; the plans are the same from here on. */
const ROWS = Number(process.env.QUEUE_ROWS ?? 20_000)
/** What a page may look at in the table, however many wait. */
const FEW = 1_500

let owner: Client
let me: UserCtx
beforeAll(async () => {
  owner = new Client({ connectionString: process.env.DATABASE_URL })
  await owner.connect()
  const world = await aWorld()
  await world.agent('bot')
  await world.tool('change', 3)
  me = await world.person()
  const busy = await world.person()
  // As the owner and past the triggers: rows in the shape that the verbs give them, nine of ten somebody else's.
  await owner.query(`SET session_replication_role = replica`)
  await owner.query(
    `INSERT INTO agent_approvals (workspace_id, id, action_id, agent_id, tool_id, action_name, parameters, action_hash, risk_score, risk_level, trust_level, hold_ms,
       created_at, expires_at, assignee_id, status, resolved_at, resolved_by)
     SELECT $1, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, 'bot', 'change', 'Change ' || n,
       '{"n":' || n || '}', repeat('a', 64), 20, 'low', 3, 0, now() - make_interval(secs => 10 + n % 86400), now() + make_interval(secs => 3600 + n),
       CASE WHEN n % 1000 = 0 THEN $2::uuid WHEN n % 10 > 0 THEN $3::uuid END,
       CASE WHEN n % 50 = 7 THEN 'approved' ELSE 'pending' END, CASE WHEN n % 50 = 7 THEN now() END, CASE WHEN n % 50 = 7 THEN 'test' END
     FROM generate_series(1, $4::int) n`,
    [world.workspace, me.actor.id, busy.actor.id, ROWS],
  )
  await owner.query(
    `INSERT INTO approval_snoozes (workspace_id, member_id, approval_request_id, until)
     SELECT workspace_id, $2, id, now() + interval '30 minutes' FROM agent_approvals WHERE workspace_id = $1 AND status = 'pending' ORDER BY expires_at LIMIT 200`,
    [world.workspace, me.actor.id],
  )
  await owner.query(`SET session_replication_role = origin`)
  await owner.query('VACUUM ANALYZE agent_approvals, approval_snoozes')
}, 120_000 + ROWS)
afterAll(async () => {
  await owner.end()
  await closeDb()
})

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

/** Rows of the table that a plan touched, and how. */
function touched({ Plans = [], ...node }: Plan): { rows: number; scans: string[] } {
  const own = node['Relation Name'] === 'agent_approvals' ? ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 1) : 0
  const below = Plans.map(touched)
  return { rows: below.reduce((sum, { rows }) => sum + rows, own), scans: [...(own ? [node['Node Type']] : []), ...below.flatMap(({ scans }) => scans)] }
}

const base: ApprovalFilter = { status: 'waiting', sort: 'soonest', risk: null, agent: null, tool: null }
const views: [string, Partial<ApprovalFilter>][] = [
  ['all that waits', {}],
  ['mine', { view: 'mine' }],
  ['unassigned', { view: 'unassigned' }],
  ['put off', { view: 'snoozed' }],
  ['newest first', { sort: 'newest' }],
]

describe(`the first page of ${ROWS} approvals`, () => {
  test.each(views)('%s: by an index, whatever waits besides', async (_, view) => {
    const { text, order, limit, values } = listSource(me, { ...base, ...view }, [me.actor.id], null, 100)
    const { rows } = await owner.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(`EXPLAIN (ANALYZE, FORMAT JSON) SELECT id FROM (${text}) found ${order} ${limit}`, values)
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
    if (!plan) throw new Error('no plan')
    const { rows: read, scans } = touched(plan)
    expect(scans.filter((scan) => /Seq Scan/.test(scan))).toEqual([])
    expect(read).toBeLessThan(FEW)
  })

  test('how long each takes, for the record', async () => {
    const took = async (work: () => Promise<unknown>) => {
      const times: number[] = []
      for (let n = 0; n < 30; n += 1) {
        const start = performance.now()
        await work()
        times.push(performance.now() - start)
      }
      times.sort((a, b) => a - b)
      return `${times[15]?.toFixed(1)} ms (p50), ${times[29]?.toFixed(1)} ms (max)`
    }
    const lines: string[] = []
    for (const [name, view] of views) lines.push(`${name}: ${await took(() => listApprovals(me, { ...base, ...view }))}`)
    lines.push(`a search that finds nothing: ${await took(() => listApprovals(me, { ...base, q: 'nothing like it' }))}`)
    lines.push(`the count: ${await took(() => countOpen(me))}`)
    lines.push(`last 20 like this: ${await took(() => lastAlike(me, { id: newId(), agentId: 'bot', toolId: 'change' }))}`)
    process.stdout.write(`${lines.map((line) => `queue of ${ROWS}, ${line}`).join('\n')}\n`)
    const { rows } = await listApprovals(me, { ...base, view: 'mine' })
    // What is somebody else's, decided or put off by the reader is not among them.
    const own = await owner.query<{ n: string }>(
      `SELECT count(*) AS n FROM agent_approvals p WHERE assignee_id = $1 AND status = 'pending' AND NOT EXISTS (SELECT 1 FROM approval_snoozes s WHERE s.approval_request_id = p.id)`,
      [me.actor.id],
    )
    expect(rows).toHaveLength(Math.min(100, Number(own.rows[0]?.n)))
  })
})
