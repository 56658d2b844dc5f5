import { isCounted, type AuditFilter, type AuditScope, type Cursor } from '@/lib/audit/schema'
import { where } from '@/lib/audit/where'
import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'

export const MOST_NEWER = 99
const LOOKED_AT = 2000

/** How many entries came after this one, up to `MOST_NEWER` and one more. */
export async function countNewer(workspace: WorkspaceId, scope: AuditScope, filter: AuditFilter, since: Cursor): Promise<number> {
  const { pinned, rest, values } = where(workspace, filter, scope, { after: since, newer: true })
  const [row] = await query<{ count: number }>(`
    SELECT count(*) AS count FROM (
      SELECT FROM (SELECT * FROM agent_audit_log l WHERE ${pinned} ORDER BY l."timestamp", l.id LIMIT ${isCounted(filter) ? 5 * LOOKED_AT : LOOKED_AT}) l
      WHERE ${rest} LIMIT ${MOST_NEWER + 1}) newer`, values)
  return row?.count ?? 0
}
