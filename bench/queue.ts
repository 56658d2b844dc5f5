import type { Client } from 'pg'
import { listApprovals } from '@/lib/approvals/queries'
import type { ApprovalFilter } from '@/lib/approvals/schema'
import { readCursor, type Cursor } from '@/lib/cursor'
import type { Cast } from './cast'
import { share, timed, type Figure } from './figures'

const ALL: ApprovalFilter = { status: 'waiting', sort: 'soonest', risk: null, agent: null, tool: null }
const CHUNK = 50_000
const DEEP = 20
const BARE = `SELECT id, action_name, agent_id, risk_level, expires_at FROM agent_approvals
  WHERE workspace_id = $1 AND status = 'pending' ORDER BY expires_at, id LIMIT 100`

/** Copies of one question that the verbs wrote, each with ids and times of its own: as many as are missing. */
export async function fillQueue(owner: Client, workspace: string, pending: number): Promise<void> {
  const { rows } = await owner.query<{ n: string }>(`SELECT count(*) AS n FROM agent_approvals WHERE workspace_id = $1 AND status = 'pending'`, [workspace])
  const columns = async (table: string, own: string[]) =>
    (await owner.query<{ name: string }>(`SELECT quote_ident(attname) AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL ($2)`, [table, own])).rows.map(({ name }) => name).join(', ')
  const ofAction = await columns('agent_action_events', ['id', 'approval_request_id', 'created_at'])
  const ofApproval = await columns('agent_approvals', ['id', 'action_id', 'created_at', 'expires_at'])
  const copy = `
    WITH model AS (SELECT id, action_id FROM agent_approvals WHERE workspace_id = $1 AND status = 'pending' ORDER BY created_at LIMIT 1),
    made AS MATERIALIZED (SELECT gen_random_uuid() AS action, gen_random_uuid() AS approval, clock_timestamp() - random() * interval '2 days' AS asked, clock_timestamp() + interval '1 hour' + random() * interval '6 days' AS until FROM generate_series(1, $2)),
    actions AS (INSERT INTO agent_action_events (id, approval_request_id, created_at, ${ofAction})
      SELECT made.action, made.approval, made.asked, ${ofAction} FROM made CROSS JOIN (SELECT e.* FROM agent_action_events e JOIN model ON e.id = model.action_id WHERE e.workspace_id = $1) e)
    INSERT INTO agent_approvals (id, action_id, created_at, expires_at, ${ofApproval})
    SELECT made.approval, made.action, made.asked, made.until, ${ofApproval} FROM made CROSS JOIN (SELECT p.* FROM agent_approvals p JOIN model ON p.id = model.id WHERE p.workspace_id = $1) p`
  // Rows without entries: only a database of the bench's own may have them.
  for (const table of ['agent_action_events', 'agent_approvals']) await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
  for (let left = pending - Number(rows[0]?.n); left > 0; left -= CHUNK) await owner.query(copy, [workspace, Math.min(left, CHUNK)])
  for (const table of ['agent_action_events', 'agent_approvals']) await owner.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
  await owner.query('VACUUM (ANALYZE) agent_action_events, agent_approvals')
}

/** One page of what waits, as the desk reads it: the first, and one far down. */
export async function benchQueue(owner: Client, { reviewer }: Cast, times: number, pending: number): Promise<Figure[]> {
  const bare = await timed(times, () => owner.query({ name: 'bare-list', text: BARE, values: [reviewer.workspace] }))
  const first = await timed(times, () => listApprovals(reviewer, ALL))
  let cursor: Cursor | null = null
  for (let page = 1; page < DEEP; page++) {
    const { next } = await listApprovals(reviewer, ALL, cursor)
    cursor = next ? readCursor(next) : null
  }
  const deep = await timed(times, () => listApprovals(reviewer, ALL, cursor))
  const figure = (what: string, own: number[]): Figure => ({
    what: `${what}, ${pending.toLocaleString('en')} pending`, unit: 'ms', ours: share(own, 0.5), p99: share(own, 0.99),
    floor: share(bare, 0.5), floorIs: 'the bare SELECT of 100 rows by its index', ratio: share(own, 0.5) / share(bare, 0.5),
  })
  return [figure('list, first page', first), figure(`list, page ${DEEP}`, deep)]
}
