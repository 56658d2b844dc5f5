import type { AuditRow } from '@/lib/audit/queries'

export type OutcomeTone = 'ok' | 'bad' | 'warn' | 'plain'
/** `word`: a key of audit.outcome. `moved`: one field, old and new. `fields`: how many changed. */
export type Outcome =
  | { kind: 'word'; word: string; tone: OutcomeTone }
  | { kind: 'moved'; old: string; new: string }
  | { kind: 'fields'; count: number }

const SAID: Record<string, [string, OutcomeTone]> = {
  allow: ['allowed', 'ok'],
  review: ['review', 'plain'],
  deny: ['denied', 'bad'],
  approve: ['approved', 'ok'],
  reject: ['rejected', 'bad'],
  reply: ['replied', 'bad'],
  retract: ['retracted', 'warn'],
}
const BY_EVENT: Record<string, [string, OutcomeTone]> = {
  'approval.requested': ['review', 'plain'],
  'action.started': ['started', 'ok'],
}
const STATES: Record<string, OutcomeTone> = {
  pending: 'plain', approved: 'ok', executing: 'ok', succeeded: 'ok', failed: 'bad', unknown: 'warn', denied: 'bad',
  rejected: 'bad', expired: 'bad', cancelled: 'warn', lapsed: 'warn',
}
const LONGEST = 24

/** Pure. The one short thing a line of the log says about how it ended. */
export function outcomeOf(row: Pick<AuditRow, 'event' | 'said' | 'changes' | 'success'>): Outcome {
  const known = (row.said && SAID[row.said]) || BY_EVENT[row.event]
  if (known) return { kind: 'word', word: known[0], tone: known[1] }
  const state = row.changes?.find((change) => change.field === 'state' || change.field === 'status')?.new
  if (typeof state === 'string' && state in STATES) return { kind: 'word', word: state, tone: STATES[state] ?? 'plain' }
  if (!row.success) return { kind: 'word', word: 'refused', tone: 'bad' }
  const [only, ...others] = row.changes ?? []
  if (only && others.length > 0) return { kind: 'fields', count: others.length + 1 }
  if (only && short(only.old) && short(only.new)) return { kind: 'moved', old: String(only.old), new: String(only.new) }
  return { kind: 'word', word: 'done', tone: 'plain' }
}

const short = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value) && value !== '' && String(value).length <= LONGEST

/** The catalogue's key for what happened: decisions read as what was decided. */
export const titleKey = ({ event, said }: Pick<AuditRow, 'event' | 'said'>) =>
  event === 'approval.decided' && said ? `decision.${said}` : `event.${event.replaceAll('.', '_')}`
