import { REVIEWERS_KINDS, type AuditFilter, type AuditScope, type Cursor, type Picked } from '@/lib/audit/schema'
import { DIMENSIONS } from '@/lib/audit/search'
import { minorDigits } from '@/lib/text/minor-units'

export interface Page {
  after?: Cursor | null
  /** Turns the list round: what came just after the cursor. */
  newer?: boolean
}

/** Puts a value beside the statement and answers its place in it. */
export type Bind = (value: unknown) => string
export function binder(): { bind: Bind; values: unknown[] } {
  const values: unknown[] = []
  return { values, bind: (value) => `$${values.push(value)}` }
}

const PICKED = [...DIMENSIONS, 'client', 'run'] as const
const LOG: Record<(typeof PICKED)[number], string> = {
  kind: `l.action_type`, event: `l.action`, agent: `l.agent_id`, tool: `l.tool_id`, actor: `l.actor_id`, success: `l.success::text`, client: `l.client_id`, run: `l.run_id`,
}
// As one text, because folding eight of them to one case takes twice as long; nobody searches for what stands between.
const TEXTS = `concat_ws(E'\\x1f', l.action, l.actor_id, l.agent_id, l.tool_id, l.error_message, l.input_data, l.output_data, l.changes::text)`

/** `%` and `_` are what they look like, not wildcards. */
export const containing = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** What a field's values ask of a column, as conditions that all hold. */
export function picks(column: string, picked: Picked | undefined, bind: Bind): string[] {
  const parts: string[] = []
  if (picked?.in.length === 1) parts.push(`${column} = ${bind(picked.in[0])}`)
  else if (picked?.in.length) parts.push(`${column} = ANY (${bind(picked.in)})`)
  if (picked?.not.length) parts.push(`coalesce(${column}, '') <> ALL (${bind(picked.not)})`)
  return parts
}

// One look-up a row, never a join over all of them.
const ofAction = (table: 'agent_action_events' | 'agent_approvals', key: string, condition: string) =>
  `coalesce((SELECT ${condition} FROM ${table} x WHERE x.workspace_id = l.workspace_id AND x.${key} = l.action_id), false)`

/** SQL: whether the group that was asked (`column`; none: everybody) is one that this reviewer belongs to. */
export const inGroupOf = (reviewer: string, column: string, none: string) => `(${none} OR EXISTS (
  SELECT FROM reviewer_group_members g WHERE g.workspace_id = $1 AND g.group_id = ${column} AND g.member_id = ${reviewer}))`

function texts(filter: AuditFilter, bind: Bind): string[] {
  return (filter.texts ?? []).map(({ value, not }) => {
    const plain = bind(containing(value))
    // Payloads are JSON, where what somebody wrote in quotes has backslashes.
    const json = JSON.stringify(value).slice(1, -1)
    const like = json === value ? [plain] : [plain, bind(containing(json))]
    const named = ofAction('agent_action_events', 'id', `x.action_name ILIKE ${plain} OR coalesce(x.action_name_he ILIKE ${plain}, false)`)
    const found = [...like.map((pattern) => `${TEXTS} ILIKE ${pattern}`), named].join(' OR ')
    return not ? `NOT coalesce(${found}, false)` : `(${found})`
  })
}

/** How many minor units a major one has, by currency; 100 where it is neither of these. */
const WITH_DIGITS = (digits: number) => Intl.supportedValuesOf('currency').filter((currency) => minorDigits(currency) === digits)
const PER_MAJOR = `(CASE WHEN x.currency IN (${WITH_DIGITS(0).map((code) => `'${code}'`).join(', ')}) THEN 1
  WHEN x.currency IN (${WITH_DIGITS(3).map((code) => `'${code}'`).join(', ')}) THEN 1000 ELSE 100 END)`

const amounts = (filter: AuditFilter, bind: Bind) =>
  (filter.amounts ?? []).map((amount) => {
    const [, sign = '=', number = '0'] = /^(>=|<=|>|<|=)?(.*)$/.exec(amount) ?? []
    return ofAction('agent_action_events', 'id', `x.amount ${sign || '='} ${bind(number)}::numeric * ${PER_MAJOR}`)
  })

export interface Where {
  /** What one index in the order of time answers: the rows to look at. The workspace is $1. */
  pinned: string
  /** The same for inside shorter times, whose bounds an index should begin at. */
  unbounded: string
  pinnedValues: unknown[]
  /** What is asked of each of them. */
  rest: string
  /** Of both, the pinned first. */
  values: unknown[]
}

/** Pure. The list's condition over `agent_audit_log l`. */
export function where(workspace: string, filter: AuditFilter, scope: AuditScope, page: Page = {}): Where {
  const { bind, values } = binder()
  const parts = [`l.workspace_id = ${bind(workspace)}`]
  const { after, newer = false } = page
  // One bound each way, and the cursor's where there is one: an index begins where the first plain comparison says, never where a
  // pair or a second one does, and would walk all pages before this.
  const times: string[] = []
  if (filter.actions) parts.push(`l.action_id = ANY (${bind(filter.actions)}::uuid[])`)
  else {
    const turned = after && new Date(after.at)
    times.push(`l."timestamp" >= ${bind(newer && turned && turned > filter.from ? turned : filter.from)}::timestamptz`)
    times.push(!newer && turned && turned < filter.until ? `l."timestamp" <= ${bind(turned)}::timestamptz` : `l."timestamp" < ${bind(filter.until)}::timestamptz`)
  }
  if (after) times.push(`(l."timestamp", l.id) ${newer ? '>' : '<'} (${bind(after.at)}::timestamptz, ${bind(after.id)}::uuid)`)
  // Exactly one more, so that how many rows are looked at has a bound.
  const pin = filter.actions ? undefined : (['client', 'agent', 'kind'] as const).find((name) => filter[name]?.in.length === 1)
  if (pin) parts.push(...picks(LOG[pin], filter[pin], bind))
  const pinnedValues = [...values]
  const rest = PICKED.filter((name) => name !== pin).flatMap((name) => picks(LOG[name], filter[name], bind))
  rest.push(...amounts(filter, bind), ...texts(filter, bind))
  if (scope !== 'all') {
    rest.push(`l.action_type = ANY (${bind(REVIEWERS_KINDS)})`)
    rest.push(ofAction('agent_approvals', 'action_id', inGroupOf(bind(scope.reviewer), 'x.reviewer_group', 'x.reviewer_group IS NULL')))
  }
  const unbounded = [...parts, ...times.map((time) => `(${time}) IS TRUE`)].join(' AND ')
  return { pinned: [...parts, ...times].join(' AND '), unbounded, pinnedValues, rest: rest.join(' AND ') || 'true', values }
}
