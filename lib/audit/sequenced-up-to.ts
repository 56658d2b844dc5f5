import { setTimeout as sleep } from 'node:timers/promises'
import { newestCheckpoint } from '@/lib/audit/proof'
import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { AppError } from '@/lib/errors'

const WAITING = `
  SELECT 1 FROM audit_pending p JOIN agent_audit_log l ON l.workspace_id = p.workspace_id AND l.id = p.entry_id
  WHERE p.workspace_id = $1 AND l."timestamp" < $2 AND ($3::timestamptz IS NULL OR l."timestamp" >= $3) AND ($4::uuid IS NULL OR l.action_id = $4) LIMIT 1`

const PATIENCE_MS = 5_000
const PAUSE_MS = 100

/** The newest signed tree, once everything that is asked for is in it. Throws `unavailable` when that takes longer than it should. */
export async function sequencedUpTo(workspace: WorkspaceId, about: { until: Date; from?: Date; action?: string }): Promise<{ size: number; note: string }> {
  for (let waited = 0; waited <= PATIENCE_MS; waited += PAUSE_MS) {
    const waiting = await query(WAITING, [workspace, about.until, about.from ?? null, about.action ?? null])
    const tree = waiting.length === 0 && (await newestCheckpoint(workspace))
    if (tree) return tree
    await sleep(PAUSE_MS)
  }
  throw new AppError('unavailable', 'The newest entries are not in the signed log yet. Is the worker running? Try again in a moment.')
}
