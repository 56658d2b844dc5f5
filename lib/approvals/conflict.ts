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
