import type { ApprovalFilter, ApprovalStatus } from '@/lib/approvals/schema'
import type { Ctx } from '@/lib/context'
import type { Cursor } from '@/lib/cursor'

// Not clock_timestamp(): a volatile value cannot bound an index scan.
export const clock = (place: string) => `coalesce(${place}::timestamptz, statement_timestamp())`
const DECIDED: readonly ApprovalStatus[] = ['approved', 'rejected', 'expired', 'cancelled']

export const readerOf = ({ actor }: Ctx) => (actor.kind === 'user' ? actor.id : null)

/** What a member has put off and not yet got back. */
export const putOff = (member: string, now: string) =>
  `(SELECT s.approval_request_id FROM approval_snoozes s WHERE s.workspace_id = $1 AND s.member_id = ${member}::uuid AND s.until > ${now})`

const KIND = [['risk', 'risk_level'], ['agent', 'agent_id'], ['tool', 'tool_id']] as const

// One step of the index for each kind there is, however many of it.
const kindsOf = (status: string) => `
  WITH RECURSIVE kind AS (
    (SELECT agent_id, tool_id, risk_level FROM agent_approvals WHERE workspace_id = $1 AND ${status} ORDER BY agent_id, tool_id, risk_level LIMIT 1)
    UNION ALL
    SELECT next.* FROM kind CROSS JOIN LATERAL (
      SELECT p.agent_id, p.tool_id, p.risk_level FROM agent_approvals p WHERE p.workspace_id = $1 AND p.${status}
        AND (p.agent_id, p.tool_id, p.risk_level) > (kind.agent_id, kind.tool_id, kind.risk_level) ORDER BY p.agent_id, p.tool_id, p.risk_level LIMIT 1) next)
  SELECT * FROM kind`
const OPEN = `status = 'pending'`
const CLOSED = `status <> 'pending'`

export interface ListSource {
  /** Rows of agent_approvals, not yet in order where it has several arms. */
  text: string
  order: string
  limit: string
  /** The column that orders it, and the field of a row with the same. */
  time: 'expires_at' | 'created_at'
  values: unknown[]
  bind: (value: unknown) => string
}

/**
 * Where a page of the list is read from. Put together from fixed pieces, one for each filter that is set, so that every
 * combination is a prepared statement whose plan can use an index (approvals_soonest, _kind_soonest, _kind_created, _kind_decided,
 * _assignee, _status or _created). `byKind`: for a page; what is looked through anyway is read in order.
 */
export function listSource(ctx: Ctx, filter: ApprovalFilter, people: readonly string[], after: Cursor | null, size: number, byKind = true): ListSource {
  const values: unknown[] = [ctx.workspace]
  const bind = (value: unknown) => `$${values.push(value)}`
  const waiting = filter.status === 'waiting'
  const soonest = waiting && filter.sort === 'soonest'
  const rising = soonest || filter.sort === 'oldest'
  const time = soonest ? 'expires_at' : 'created_at'
  const order = `ORDER BY ${time} ${rising ? 'ASC' : 'DESC'}, id ${rising ? 'ASC' : 'DESC'}`

  const wanted = ['workspace_id = $1']
  if (waiting) {
    const now = clock(bind(ctx.at ?? null))
    const open = `expires_at > ${now}`
    // Of a later page only its cursor may say where an index begins.
    wanted.push(`status = 'pending'`, soonest && after ? `(${open}) IS TRUE` : open, `id ${filter.view === 'snoozed' ? '' : 'NOT '}IN ${putOff(bind(readerOf(ctx)), now)}`)
    if (filter.view === 'unassigned') wanted.push('assignee_id IS NULL')
  }
  const kinds = KIND.flatMap(([name, column]) => (filter[name] ? [`${column} = ${bind(filter[name])}`] : []))
  const perKind = byKind && kinds.length > 0 && !(waiting && filter.view === 'mine')
  if (!perKind) wanted.push(...kinds)
  if (after) {
    const [at, beyond] = [`${bind(after.at)}::timestamptz`, rising ? '>' : '<']
    wanted.push(`${time} ${beyond}= ${at} AND (${time}, id) ${beyond} (${at}, ${bind(after.id)}::uuid)`)
  }
  const limit = `LIMIT ${bind(size + 1)}`
  const arm = (...more: string[]) => `(SELECT * FROM agent_approvals WHERE ${[...wanted, ...more].join(' AND ')} ${order} ${limit})`
  if (perKind) {
    const of = 'agent_id = kind.agent_id AND tool_id = kind.tool_id AND risk_level = kind.risk_level'
    const fit = kinds.map((one) => `kind.${one}`).join(' AND ')
    const sources = waiting ? [OPEN] : filter.status === 'decided' ? [CLOSED] : [OPEN, CLOSED]
    const text = sources.map((status) => `(SELECT each.* FROM (${kindsOf(status)}) kind CROSS JOIN LATERAL ${arm(status, of)} each WHERE ${fit})`).join(' UNION ALL ')
    return { text, order, limit, time, values, bind }
  }

  // What is decided is four short index scans merged, not one walk past everything that still waits; likewise one for each person.
  const arms =
    waiting && filter.view === 'mine' ? people.map((id) => arm(`assignee_id = ${bind(id)}::uuid`))
    : filter.status === 'decided' ? DECIDED.map((status) => arm(`status = '${status}'`))
    : [arm()]
  return { text: arms.join(' UNION ALL '), order, limit, time, values, bind }
}
