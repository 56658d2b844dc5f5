import { can } from '@/lib/auth/permissions'
import type { Ctx } from '@/lib/context'
import { readCursor, writeCursor, type Cursor } from '@/lib/cursor'
import { query } from '@/lib/db'
import type { ActionState } from '@/packages/sdk/contract/actions'
import type { Risk, TraceStep, Verdict } from '@/packages/sdk/contract/verdict'

export interface ActivityFilter {
  agent?: string | null
  tool?: string | null
  verdict?: Verdict['effect'] | null
  state?: ActionState | null
  level?: number | null
}

/** One action in the stream. */
export interface ActivityRow {
  id: string
  agentId: string
  toolId: string
  /** What the agent calls it; null for those who see no arguments, which are often in it. */
  name: string | null
  nameHe: string | null
  trustLevel: number
  effect: Verdict['effect']
  /** The rule that spoke. */
  why: TraceStep | null
  riskScore: number
  riskLevel: Risk['level']
  state: ActionState
  approvalId: string | null
  createdAt: Date
}

export interface ActivityPage {
  rows: ActivityRow[]
  /** Where these rows begin: asking until here gives the same page again. */
  here: string | null
  older: string | null
  /** Set when it stopped looking before the page was full: how many actions it looked at. */
  looked: number | null
}

/** One page looks at no more than this, so that a filter that fits nothing does not read the whole ledger. */
const LOOKED = 20_000
const COUNTED = 1_000
const NEWEST = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

/** The arguments of the statement, and the two conditions: what an index finds, and what is then looked through. */
function conditions(ctx: Ctx, filter: ActivityFilter, compare: '<=' | '>', key: { at: string; id: string }) {
  const values: unknown[] = [ctx.workspace]
  const bind = (value: unknown) => `$${values.push(value)}`
  const found = ['workspace_id = $1', `(created_at, id) ${compare} (${bind(key.at)}::timestamptz, ${bind(key.id)}::uuid)`]
  if (filter.agent) found.push(`agent_id = ${bind(filter.agent)}`)
  const kept = ['true']
  // There is an index by agent and one by tool, none by both: of one agent the tool is looked for, within the same bound.
  if (filter.tool) (filter.agent ? kept : found).push(`tool_name = ${bind(filter.tool)}`)
  if (filter.verdict) kept.push(`decision = ${bind(filter.verdict)}`)
  if (filter.state) kept.push(`state = ${bind(filter.state)}`)
  if (filter.level !== null && filter.level !== undefined) kept.push(`trust_level = ${bind(filter.level)}`)
  return { values, bind, found: found.join(' AND '), kept: kept.join(' AND ') }
}

/** What agents asked for, newest first, from `until` on (itself included). Every page costs the same, however far back. */
export async function listActivity(ctx: Ctx, filter: ActivityFilter, until: Cursor | null, size = 50, look = LOOKED): Promise<ActivityPage> {
  const { values, bind, found, kept } = conditions(ctx, filter, '<=', until ?? NEWEST)
  const seen = `FROM agent_action_events WHERE ${found} ORDER BY created_at DESC, id DESC`
  const spoke = `(SELECT s FROM jsonb_array_elements(e.trace) s WHERE s ->> 'code' = e.reason LIMIT 1)`
  const rows = await query<ActivityRow>(
    `SELECT id, agent_id AS "agentId", tool_name AS "toolId", action_name AS name, action_name_he AS "nameHe", trust_level AS "trustLevel",
       decision AS effect, ${spoke} AS why, risk_score AS "riskScore", risk_level AS "riskLevel", state,
       approval_request_id AS "approvalId", created_at AS "createdAt"
     FROM (SELECT * ${seen} LIMIT ${bind(look)}) e WHERE ${kept} LIMIT ${bind(size + 1)}`,
    values,
  )
  const page = rows.slice(0, size).map(asTold(ctx))
  const here = until ? writeCursor({ at: new Date(until.at), id: until.id }) : keyOf(page[0])
  if (rows.length > size) return { rows: page, here, older: keyOf(rows[size]), looked: null }
  const past = conditions(ctx, filter.agent ? { agent: filter.agent } : { tool: filter.tool }, '<=', until ?? NEWEST)
  const [next] = await query<Pick<ActivityRow, 'createdAt' | 'id'>>(
    `SELECT created_at AS "createdAt", id FROM agent_action_events WHERE ${past.found} ORDER BY created_at DESC, id DESC OFFSET ${past.bind(look)} LIMIT 1`,
    past.values,
  )
  return { rows: page, here, older: keyOf(next), looked: next ? look : null }
}

export interface Newer {
  count: number
  /** There are more than were counted. */
  more: boolean
}

/** How many fit the filter and are newer than where a paused page begins. Looks no further than the first thousand. */
export async function countNewer(ctx: Ctx, filter: ActivityFilter, than: string): Promise<Newer> {
  const { values, bind, found, kept } = conditions(ctx, filter, '>', readCursor(than))
  const [row] = await query<{ count: number; seen: number }>(
    `SELECT count(*) FILTER (WHERE ${kept}) AS count, count(*) AS seen FROM (SELECT tool_name, decision, state, trust_level
       FROM agent_action_events WHERE ${found} ORDER BY created_at, id LIMIT ${bind(COUNTED)}) e`,
    values,
  )
  return { count: row?.count ?? 0, more: row?.seen === COUNTED }
}

const keyOf = (row: Pick<ActivityRow, 'createdAt' | 'id'> | undefined) => (row ? writeCursor({ at: row.createdAt, id: row.id }) : null)

/** A manager sees numbers, never arguments: no name that an agent wrote, no rule that quotes an amount. */
function asTold({ actor }: Ctx): (row: ActivityRow) => ActivityRow {
  if (actor.kind === 'user' && (can(actor.roles, 'approvals.read') || can(actor.roles, 'audit.read'))) return (row) => row
  return (row) => ({ ...row, name: null, nameHe: null, why: row.why && 'amount' in (row.why.data ?? {}) ? null : row.why })
}
