import type { ApprovalFilter, ApprovalStatus, RiskLevel } from '@/lib/approvals/schema'
import type { Ctx } from '@/lib/context'
import { writeCursor, type Cursor } from '@/lib/cursor'
import { query } from '@/lib/db'

/** One line of the list. Times are numbers, so that it crosses to the browser as it is. */
export interface ApprovalRow {
  id: string
  actionName: string
  actionNameHe: string | null
  agentId: string
  toolId: string
  trustLevel: number
  riskScore: number
  riskLevel: RiskLevel
  status: ApprovalStatus
  required: number
  /** Who said yes so far; counted only while it waits for more than one. */
  votes: number
  /** What the group is called that decides it. */
  groupName: string | null
  createdAt: number
  expiresAt: number
  resolvedAt: number | null
  resolvedBy: string | null
}

export interface ApprovalPage {
  rows: ApprovalRow[]
  next: string | null
}

interface Stored extends Omit<ApprovalRow, 'createdAt' | 'expiresAt' | 'resolvedAt'> {
  createdAt: Date
  expiresAt: Date
  resolvedAt: Date | null
}

const COLUMNS = `id, action_name AS "actionName", action_name_he AS "actionNameHe", agent_id AS "agentId", tool_id AS "toolId",
  trust_level AS "trustLevel", risk_score AS "riskScore", risk_level AS "riskLevel", status, required,
  CASE WHEN required > 1 AND status = 'pending' THEN count_votes(workspace_id, id, action_hash) ELSE 0 END AS votes,
  (SELECT g.name FROM reviewer_groups g WHERE g.workspace_id = found.workspace_id AND g.id = found.reviewer_group) AS "groupName",
  created_at AS "createdAt",  expires_at AS "expiresAt", resolved_at AS "resolvedAt", resolved_by AS "resolvedBy"`
// Not clock_timestamp(): a volatile value cannot bound an index scan.
const clock = (place: string) => `coalesce(${place}::timestamptz, statement_timestamp())`
const DECIDED: readonly ApprovalStatus[] = ['approved', 'rejected', 'expired', 'cancelled']
const PAGE_SIZE = 100

/**
 * One keyset page. The text is put together from fixed pieces, one for each filter that is set, so that every
 * combination is a prepared statement whose plan can use an index (approvals_soonest, _status or _created).
 */
export async function listApprovals(ctx: Ctx, filter: ApprovalFilter, after: Cursor | null = null, size = PAGE_SIZE): Promise<ApprovalPage> {
  const values: unknown[] = [ctx.workspace]
  const bind = (value: unknown) => `$${values.push(value)}`
  const soonest = filter.status === 'waiting' && filter.sort === 'soonest'
  const rising = soonest || filter.sort === 'oldest'
  const time = soonest ? 'expires_at' : 'created_at'
  const order = `ORDER BY ${time} ${rising ? 'ASC' : 'DESC'}, id ${rising ? 'ASC' : 'DESC'}`

  const wanted = ['workspace_id = $1']
  if (filter.status === 'waiting') wanted.push(`status = 'pending'`, `expires_at > ${clock(bind(ctx.at ?? null))}`)
  if (filter.risk) wanted.push(`risk_level = ${bind(filter.risk)}`)
  if (filter.agent) wanted.push(`agent_id = ${bind(filter.agent)}`)
  if (filter.tool) wanted.push(`tool_id = ${bind(filter.tool)}`)
  if (after) wanted.push(`(${time}, id) ${rising ? '>' : '<'} (${bind(after.at)}::timestamptz, ${bind(after.id)}::uuid)`)
  const limit = `LIMIT ${bind(size + 1)}`
  const arm = (...more: string[]) => `SELECT * FROM agent_approvals WHERE ${[...wanted, ...more].join(' AND ')} ${order} ${limit}`

  // What is decided is four short index scans merged, not one walk past everything that still waits.
  const arms = filter.status === 'decided' ? DECIDED.map((status) => `(${arm(`status = '${status}'`)})`) : [`(${arm()})`]
  const stored = await query<Stored>(`SELECT ${COLUMNS} FROM (${arms.join(' UNION ALL ')}) found ${order} ${limit}`, values)
  const rows = stored.slice(0, size)
  const last = rows.at(-1)
  const next = stored.length > size && last ? writeCursor({ at: soonest ? last.expiresAt : last.createdAt, id: last.id }) : null
  return { rows: rows.map(toRow), next }
}

const toRow = ({ createdAt, expiresAt, resolvedAt, ...rest }: Stored): ApprovalRow => ({
  ...rest,
  createdAt: createdAt.getTime(),
  expiresAt: expiresAt.getTime(),
  resolvedAt: resolvedAt?.getTime() ?? null,
})

export interface OpenCount {
  open: number
  /** Of those, how many end within ten minutes. */
  soon: number
  /** There are more than were counted. */
  more: boolean
  /** The database's clock, in ms: countdowns run by it. */
  now: number
}

const COUNTED = 1000
const OPEN = `
  SELECT count(*) AS open, count(*) FILTER (WHERE expires_at <= ${clock('$2')} + interval '10 minutes') AS soon, ${clock('$2')} AS now
  FROM (SELECT expires_at FROM agent_approvals WHERE workspace_id = $1 AND status = 'pending' AND expires_at > ${clock('$2')}
    ORDER BY expires_at LIMIT ${COUNTED + 1}) waiting`

/** How much waits. Counts no further than a thousand: beyond that nobody needs the number, and it stays one short scan. */
export async function countOpen(ctx: Ctx): Promise<OpenCount> {
  const [counted] = await query<{ open: number; soon: number; now: Date }>(OPEN, [ctx.workspace, ctx.at ?? null])
  const { open = 0, soon = 0, now = new Date() } = counted ?? {}
  return { open: Math.min(open, COUNTED), soon: Math.min(soon, COUNTED), more: open > COUNTED, now: now.getTime() }
}

export interface FilterChoices {
  agents: { id: string; name: string }[]
  tools: { id: string; name: string }[]
}

const AGENTS = 'SELECT id, name FROM agents WHERE workspace_id = $1 ORDER BY id LIMIT 500'
const TOOLS = 'SELECT id, name FROM tools WHERE workspace_id = $1 ORDER BY id LIMIT 500'

export async function filterChoices(ctx: Ctx): Promise<FilterChoices> {
  const [agents, tools] = await Promise.all([
    query<FilterChoices['agents'][number]>(AGENTS, [ctx.workspace]),
    query<FilterChoices['tools'][number]>(TOOLS, [ctx.workspace]),
  ])
  return { agents, tools }
}
