import { countsWithin, missedWithin, seriesOf, sortsOf, waitingWithin } from '@/lib/audit/counted'
import { DECORATED, LINE, SHORT_CHANGES, type AuditRow } from '@/lib/audit/queries'
import { isCounted, type AuditFilter, type AuditScope, type Cursor } from '@/lib/audit/schema'
import { where, type Page, type Where } from '@/lib/audit/where'
import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'

export const PAGE_SIZE = 50
/** Rows that are looked at before the counts are asked where the rest is. */
const FIRST_LOOK = 5000
/** Rows that one page of a search looks at where no count can say where to look. */
export const MOST_LOOKED_AT = 10_000

export interface AuditPage {
  rows: AuditRow[]
  older: Cursor | null
  newer: Cursor | null
  /** The page is not full, yet there may be more: this is as far as one search goes. */
  searchedTo: Cursor | null
}
type Order = 'ASC' | 'DESC'

const ordered = (order: Order) => `ORDER BY l."timestamp" ${order}, l.id ${order}`
const lines = (source: string, order: Order) => `SELECT ${LINE}, ${SHORT_CHANGES} FROM (${source}) l ${DECORATED} ${ordered(order)}`

/** Newest first. Pages follow keys, so nothing is skipped or repeated while the log grows, and a deep page costs no more. */
export async function listEntries(
  workspace: WorkspaceId, scope: AuditScope, filter: AuditFilter, page: Page = {}, size = PAGE_SIZE, most = MOST_LOOKED_AT,
): Promise<AuditPage> {
  const back = Boolean(page.newer && page.after)
  const order = back ? 'ASC' : 'DESC'
  const condition = where(workspace, filter, scope, page)
  const counted = isCounted(filter)
  const look = counted ? Math.min(FIRST_LOOK, most) : most
  let found = await firstLook(condition, order, look, size + 1)
  let searchedTo: Cursor | null = null
  if (found.length <= size && counted) found = await bySparseHours(workspace, scope, filter, page, order, size + 1)
  else if (found.length <= size) searchedTo = await lastLookedAt(condition, order, look)
  const more = found.length > size
  const rows = back ? found.slice(0, size).reverse() : found.slice(0, size)
  const turned = page.after ?? null
  const onward = more ? keyOf(back ? rows[0] : rows.at(-1)) : searchedTo
  return {
    rows,
    newer: back ? onward : turned && (keyOf(rows[0]) ?? turned),
    older: back ? (keyOf(rows.at(-1)) ?? turned) : onward,
    searchedTo,
  }
}

const keyOf = (row: AuditRow | undefined): Cursor | null => (row ? { at: row.at.toISOString(), id: row.id } : null)

function firstLook({ pinned, rest, values }: Where, order: Order, look: number, size: number): Promise<AuditRow[]> {
  const candidates = `SELECT * FROM agent_audit_log l WHERE ${pinned} ${ordered(order)} LIMIT ${look}`
  return query<AuditRow>(lines(`SELECT * FROM (${candidates}) l WHERE ${rest} ${ordered(order)} LIMIT ${size}`, order), values)
}

/** The last of the rows that were looked at, or null where those were all. */
export async function lastLookedAt({ pinned, pinnedValues }: Pick<Where, 'pinned' | 'pinnedValues'>, order: Order, look: number): Promise<Cursor | null> {
  const [last] = await query<{ at: Date; id: string }>(
    `SELECT l."timestamp" AS at, l.id FROM agent_audit_log l WHERE ${pinned} ${ordered(order)} OFFSET ${look - 1} LIMIT 1`, pinnedValues)
  return last ? { at: last.at.toISOString(), id: last.id } : null
}

const HOUR = 3_600_000

/** Where matches are rare, the counts know their hours: only these are read, until there are enough. */
function bySparseHours(workspace: WorkspaceId, scope: AuditScope, filter: AuditFilter, page: Page, order: Order, size: number): Promise<AuditRow[]> {
  const condition = where(workspace, filter, scope, page)
  const values = condition.values
  const bind = (value: unknown) => `$${values.push(value)}`
  const turned = page.after ? Math.floor(Date.parse(page.after.at) / HOUR) * HOUR : null
  const from = new Date(Math.max(filter.from.getTime(), order === 'ASC' && turned !== null ? turned : 0))
  const until = new Date(Math.min(filter.until.getTime(), order === 'DESC' && turned !== null ? turned + HOUR : Infinity))
  // Of the hour where the page begins nobody knows how much is left, so it is read and not relied on; so are those with entries that are not counted.
  const hours = `
    SELECT counts.at, CASE WHEN counts.at = ${bind(turned === null ? null : new Date(turned))}::timestamptz THEN 0 ELSE counts.entries END AS entries
    FROM (${countsWithin(from, until, seriesOf(sortsOf(filter, scope, bind)), bind, 1)}) counts WHERE counts.entries > 0
    UNION ALL SELECT date_trunc('hour', l."timestamp", 'UTC'), 0 FROM ${waitingWithin(from, until, bind)}
    UNION ALL SELECT m.hour, 0 FROM ${missedWithin(from, until, bind)}`
  const source = `
    SELECT l.* FROM (
      SELECT at, sum(sum(entries)) OVER (ORDER BY at ${order}) - sum(entries) AS before FROM (${hours}) hours GROUP BY at) due
    CROSS JOIN LATERAL (
      SELECT * FROM agent_audit_log l WHERE ${condition.unbounded} AND ${condition.rest} AND l."timestamp" >= due.at AND l."timestamp" < due.at + interval '1 hour'
      ${ordered(order)} LIMIT ${size}) l
    WHERE due.before < ${size} ${ordered(order)} LIMIT ${size}`
  return query<AuditRow>(lines(source, order), values)
}
