import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { fromMinorUnits } from '@/lib/text/minor-units'
import type { Effect } from '@/packages/sdk/contract/verdict'

export interface PermissionRow {
  toolId: string
  toolName: string
  trustLevel: number
  currency: string | null
  effect: Effect | null
  /** In major units, as a person types it. */
  limit: string | null
  version: number
}

type Stored = Omit<PermissionRow, 'limit'> & { maxAmount: number | null }

export const PERMISSIONS_PAGE = 100

/** Every tool of the catalogue with this agent's rule for it, by tool id. */
export async function listPermissions(
  ctx: Ctx, agentId: string, after = '',
): Promise<{ rows: PermissionRow[]; next: string | null }> {
  const stored = await query<Stored>(
    `SELECT t.id AS "toolId", t.name AS "toolName", t.trust_level AS "trustLevel", t.currency, p.effect, p.max_amount AS "maxAmount",
        coalesce(p.version, 0) AS version
       FROM tools t LEFT JOIN agent_permissions p ON p.workspace_id = t.workspace_id AND p.tool_id = t.id AND p.agent_id = $2
      WHERE t.workspace_id = $1 AND t.id > $3 ORDER BY t.id LIMIT $4`,
    [ctx.workspace, agentId, after, PERMISSIONS_PAGE + 1],
  )
  const rows = stored.slice(0, PERMISSIONS_PAGE).map(({ maxAmount, ...row }) => ({
    ...row,
    limit: maxAmount === null || !row.currency ? null : fromMinorUnits(maxAmount, row.currency),
  }))
  return { rows, next: stored.length > PERMISSIONS_PAGE ? (rows.at(-1)?.toolId ?? null) : null }
}
