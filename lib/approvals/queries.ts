import { clock, listSource, putOff, readerOf } from '@/lib/approvals/list-source'
import type { ApprovalFilter, ApprovalStatus, RiskLevel } from '@/lib/approvals/schema'
import type { Ctx } from '@/lib/context'
import { writeCursor, type Cursor } from '@/lib/cursor'
import { query } from '@/lib/db'
import { assignedTo } from '@/lib/delegations/queries'

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
  /** What a decision made from this line is about. */
  actionHash: string
  argsBytes: number
  status: ApprovalStatus
  required: number
  /** Who said yes so far; counted only while it waits for more than one. */
  votes: number
  /** What the group is called that decides it. */
  groupName: string | null
  /** Whose it is, while it waits. */
  assignee: { id: string; name: string } | null
  comments: number
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
  trust_level AS "trustLevel", risk_score AS "riskScore", risk_level AS "riskLevel", action_hash AS "actionHash",
  octet_length(parameters) AS "argsBytes", status, required,
  CASE WHEN required > 1 AND status = 'pending' THEN count_votes(workspace_id, id, action_hash) ELSE 0 END AS votes,
  (SELECT g.name FROM reviewer_groups g WHERE g.workspace_id = found.workspace_id AND g.id = found.reviewer_group) AS "groupName",
  (SELECT json_build_object('id', u.id, 'name', u.name) FROM users u WHERE u.id = found.assignee_id AND found.status = 'pending') AS assignee,
  (SELECT count(*) FROM approval_comments c WHERE c.workspace_id = found.workspace_id AND c.approval_request_id = found.id) AS comments,
  created_at AS "createdAt", expires_at AS "expiresAt", resolved_at AS "resolvedAt", resolved_by AS "resolvedBy"`
const PAGE_SIZE = 100
/** A search looks at so many in one go, then says where to look on: no list is too long to be searched. */
const SEARCHED = 5_000

/** One keyset page of the list. */
export async function listApprovals(ctx: Ctx, filter: ApprovalFilter, after: Cursor | null = null, size = PAGE_SIZE): Promise<ApprovalPage> {
  const people = filter.view === 'mine' ? await assignedTo(ctx) : []
  if (filter.q) return search(ctx, filter, filter.q, people, after, size)
  const { text, order, limit, time, values } = listSource(ctx, filter, people, after, size)
  const stored = await query<Stored>(`SELECT ${COLUMNS} FROM (${text}) found ${order} ${limit}`, values)
  const rows = stored.slice(0, size)
  const last = rows.at(-1)
  return { rows: rows.map(toRow), next: stored.length > size && last ? writeCursor({ at: time === 'expires_at' ? last.expiresAt : last.createdAt, id: last.id }) : null }
}

const HIT = `strpos(lower(concat_ws(' ', action_name, action_name_he, agent_id, tool_id, parameters)),`
const BY_ID = `SELECT ${COLUMNS} FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted (wanted_id, place)
  JOIN agent_approvals found ON found.workspace_id = $1 AND found.id = wanted_id ORDER BY place`

/** The rows with these words among the next few thousand; the cursor goes on after the last that was looked at. */
async function search(ctx: Ctx, filter: ApprovalFilter, words: string, people: readonly string[], after: Cursor | null, size: number): Promise<ApprovalPage> {
  const { text, order, time, values, bind } = listSource(ctx, filter, people, after, SEARCHED, false)
  const seen = `SELECT id, ${time} AS at, ${HIT} lower(${bind(words)})) > 0 AS hit, row_number() OVER (${order}) AS place, count(*) OVER () AS looked FROM (${text}) every`
  const found = await query<{ id: string; at: Date; hit: boolean; looked: number }>(`SELECT * FROM (${seen}) seen WHERE hit OR place = looked ORDER BY place LIMIT ${bind(size + 2)}`, values)
  const hits = found.filter(({ hit }) => hit)
  const page = hits.slice(0, size)
  const rows = await query<Stored>(BY_ID, [ctx.workspace, page.map(({ id }) => id)])
  const [last, end] = [page.at(-1), found.at(-1)]
  const next = hits.length > size ? last : end && end.looked > SEARCHED ? end : null
  return { rows: rows.map(toRow), next: next ? writeCursor(next) : null }
}

const toRow = ({ createdAt, expiresAt, resolvedAt, ...rest }: Stored): ApprovalRow => ({
  ...rest,
  createdAt: createdAt.getTime(),
  expiresAt: expiresAt.getTime(),
  resolvedAt: resolvedAt?.getTime() ?? null,
})

export interface OpenCount {
  /** Without what the reader put off. */
  open: number
  /** Of those, how many end within ten minutes. */
  soon: number
  /** There are more than were counted. */
  more: boolean
  /** How many the reader put off, and when the first comes back. */
  snoozed: number
  wakesAt: number | null
  /** The database's clock, in ms: countdowns run by it. */
  now: number
}

const COUNTED = 1000
const OPEN = `
  SELECT count(*) AS open, count(*) FILTER (WHERE expires_at <= ${clock('$2')} + interval '10 minutes') AS soon, ${clock('$2')} AS now,
    (SELECT count(*) FROM approval_snoozes s JOIN agent_approvals p ON p.workspace_id = s.workspace_id AND p.id = s.approval_request_id
      WHERE s.workspace_id = $1 AND s.member_id = $3::uuid AND s.until > ${clock('$2')} AND p.status = 'pending' AND p.expires_at > ${clock('$2')}) AS snoozed,
    (SELECT min(s.until) FROM approval_snoozes s WHERE s.workspace_id = $1 AND s.member_id = $3::uuid AND s.until > ${clock('$2')}) AS "wakesAt"
  FROM (SELECT expires_at FROM agent_approvals WHERE workspace_id = $1 AND status = 'pending' AND expires_at > ${clock('$2')}
      AND id NOT IN ${putOff('$3', clock('$2'))}
    ORDER BY expires_at LIMIT ${COUNTED + 1}) waiting`

/** How much waits. Counts no further than a thousand: beyond that nobody needs the number, and it stays one short scan. */
export async function countOpen(ctx: Ctx): Promise<OpenCount> {
  const [counted] = await query<{ open: number; soon: number; now: Date; snoozed: number; wakesAt: Date | null }>(OPEN, [ctx.workspace, ctx.at ?? null, readerOf(ctx)])
  const { open = 0, soon = 0, now = new Date(), snoozed = 0, wakesAt = null } = counted ?? {}
  return { open: Math.min(open, COUNTED), soon: Math.min(soon, COUNTED), more: open > COUNTED, snoozed, wakesAt: wakesAt?.getTime() ?? null, now: now.getTime() }
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
