import { lastLookedAt, MOST_LOOKED_AT } from '@/lib/audit/list'
import { APPROVAL, DECORATED, WHOLE, type AuditEntry } from '@/lib/audit/queries'
import type { AuditFilter, AuditScope, Cursor } from '@/lib/audit/schema'
import { where } from '@/lib/audit/where'
import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'

export interface WholePage {
  rows: AuditEntry[]
  /** Where to go on, also from a page without rows; null at the end. */
  next: Cursor | null
}

const NEWEST_FIRST = 'ORDER BY l."timestamp" DESC, l.id DESC'

/** The list with everything that was recorded. One page looks at so many rows and no more: among millions, what is rare takes many. */
export async function wholeEntries(
  workspace: WorkspaceId, scope: AuditScope, filter: AuditFilter, after: Cursor | null, size: number, look = MOST_LOOKED_AT,
): Promise<WholePage> {
  const condition = where(workspace, filter, scope, { after })
  const looked = `SELECT * FROM agent_audit_log l WHERE ${condition.pinned} ${NEWEST_FIRST} LIMIT ${look}`
  const rows = await query<AuditEntry>(
    `SELECT ${WHOLE} FROM (SELECT * FROM (${looked}) l WHERE ${condition.rest} ${NEWEST_FIRST} LIMIT ${size}) l ${DECORATED} ${APPROVAL} ${NEWEST_FIRST}`, condition.values)
  const last = rows.at(-1)
  if (last && rows.length === size) return { rows, next: { at: last.at.toISOString(), id: last.id } }
  return { rows, next: await lastLookedAt(condition, 'DESC', look) }
}
