import type { ActionState } from '@/packages/sdk/contract/actions'

export type ActionEvent = 'approve' | 'reject' | 'expire' | 'cancel' | 'void' | 'retract' | 'start' | 'lapse' | 'succeed' | 'fail' | 'lose' | 'settle_succeeded' | 'settle_failed'

/** The life of an action (domain.md). What is not here cannot happen; the database refuses it too. */
const NEXT: Record<ActionState, Partial<Record<ActionEvent, ActionState>>> = {
  pending: { approve: 'approved', reject: 'rejected', expire: 'expired', cancel: 'cancelled', void: 'cancelled' },
  approved: { start: 'executing', retract: 'pending', cancel: 'cancelled', void: 'cancelled', lapse: 'lapsed' },
  executing: { succeed: 'succeeded', fail: 'failed', lose: 'unknown' },
  succeeded: {},
  failed: {},
  unknown: { settle_succeeded: 'succeeded', settle_failed: 'failed' },
  denied: {},
  rejected: {},
  expired: {},
  cancelled: {},
  lapsed: {},
}

/** The state after the event, or null when the event is refused in this state. */
export const next = (state: ActionState, event: ActionEvent): ActionState | null => NEXT[state][event] ?? null

export const isTerminal = (state: ActionState) => Object.keys(NEXT[state]).length === 0

export interface Standing {
  state: ActionState
  /** The tool's schema is no longer the one this was asked under. */
  schemaChanged: boolean
  expiresAt: Date | null
  executeBy: Date | null
  resultDue: Date | null
}

/** What time or a changed schema has already decided, if anything. A deadline is over at its very instant. */
export function overdue({ state, schemaChanged, expiresAt, executeBy, resultDue }: Standing, now: Date): 'expire' | 'lapse' | 'lose' | 'void' | null {
  if (state === 'pending' && expiresAt && expiresAt <= now) return 'expire'
  if (state === 'approved' && executeBy && executeBy <= now) return 'lapse'
  if (state === 'executing' && resultDue && resultDue <= now) return 'lose'
  if (schemaChanged && (state === 'pending' || state === 'approved')) return 'void'
  return null
}
