import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { isId } from '@/lib/ids'

/** Where an entry is in the log, and how far the newest signature reaches. */
export type Place = { state: 'placed'; index: number; size: number; at: Date } | { state: 'waiting' | 'missing' }

const PLACE = `
  SELECT v.index, c.size, c.at, EXISTS (SELECT FROM audit_pending p WHERE p.workspace_id = $1 AND p.entry_id = $2) AS waiting
  FROM (SELECT) one
  LEFT JOIN audit_leaves v ON v.workspace_id = $1 AND v.entry_id = $2
  LEFT JOIN LATERAL (SELECT size, at FROM audit_checkpoints WHERE workspace_id = $1 ORDER BY size DESC LIMIT 1) c ON true`

/** `missing`: neither in the log nor about to be, so it was written past it. */
export async function placeOf(workspace: WorkspaceId, entryId: string): Promise<Place> {
  if (!isId(entryId)) return { state: 'missing' }
  const [found] = await query<{ index: number | null; size: number | null; at: Date | null; waiting: boolean }>(PLACE, [workspace, entryId])
  const { index, size, at, waiting } = found ?? { index: null, size: null, at: null, waiting: false }
  if (index !== null && size !== null && at !== null && index < size) return { state: 'placed', index, size, at }
  return { state: waiting ? 'waiting' : 'missing' }
}
