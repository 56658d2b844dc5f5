import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'

export interface View {
  id: string
  name: string
  address: string
  shared: boolean
  /** Who made it; only said of shared ones. */
  by: string
  removable: boolean
}

const LIST = `
  SELECT v.id, v.name, v.address, v.owner_id IS NULL AS shared, u.name AS by, v.created_by = $2 OR $3 AS removable
  FROM saved_views v JOIN users u ON u.id = v.created_by
  WHERE v.workspace_id = $1 AND v.screen = 'audit' AND (v.owner_id = $2 OR v.owner_id IS NULL) ORDER BY shared, lower(v.name), v.id LIMIT 200`

/** One's own views of the explorer, then everybody's. */
export const listViews = ({ workspace, actor }: Ctx): Promise<View[]> =>
  actor.kind === 'user' ? query<View>(LIST, [workspace, actor.id, actor.roles.includes('admin')]) : Promise.resolve([])
