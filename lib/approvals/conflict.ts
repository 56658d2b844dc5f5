import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db'
import type { ActionRow } from '@/lib/actions/row'
import { AppError } from '@/lib/errors'

const OUTCOMES = {
  pending: 'is still open',
  approved: 'was approved',
  rejected: 'was rejected',
  expired: 'expired',
  cancelled: 'was withdrawn by the agent',
} as const

/** Says what happened to an approval that is no longer open, by whom and when. */
export function alreadyResolved(row: ActionRow): AppError {
  const status = row.approval_status ?? 'pending'
  const by = row.resolved_by && !row.resolved_by.startsWith('system:') && status !== 'cancelled' ? ` by ${row.resolved_by}` : ''
  const at = row.resolved_at ? ` at ${row.resolved_at.toISOString().slice(11, 19)} UTC` : ''
  return new AppError('conflict', `This approval ${OUTCOMES[status]}${by}${at}. Your decision was not recorded.`, { state: row.state })
}

const EDITOR = `SELECT edited_by FROM approval_edits WHERE workspace_id = $1 AND approval_request_id = $2 AND hash_before = $3 ORDER BY seq DESC LIMIT 1`

/** For a decision about something else than what stands there now: says which part changed, as far as it is known. */
export async function changedSince(tx: Tx, ctx: Ctx, row: ActionRow, shown: string): Promise<AppError> {
  const [edit] = await tx.sql<{ edited_by: string }>(EDITOR, [ctx.workspace, row.approval_id, shown])
  const what = edit ? `${edit.edited_by} changed the arguments since they were shown to you.` : 'This is not what was shown to you.'
  const errors = [{ path: edit ? '/args' : '/action_hash', message: 'changed' }]
  return new AppError('conflict', `${what} Look at it again before you decide.`, { state: row.state, errors })
}
