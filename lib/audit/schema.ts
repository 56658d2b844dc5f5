import type { AuditKind } from '@/lib/audit/append'
import type { Role } from '@/lib/context'
import { isId } from '@/lib/ids'

/** What to list. `from` and `until` (excluded) bound every search, so free text never reads the whole log. */
export interface AuditFilter {
  from: Date
  until: Date
  kind?: AuditKind | null
  event?: string | null
  agent?: string | null
  tool?: string | null
  /** E-mail, agent id or `system:…`. */
  actor?: string | null
  outcome?: 'success' | 'failure' | null
  client?: string | null
  search?: string | null
  /** Everything about one action, whenever it was. */
  action?: string | null
}

/** `all`, or for a reviewer only what belongs to an action that people were asked about. */
export type AuditScope = 'all' | 'approvals'

export const scopeOf = (roles: readonly Role[]): AuditScope =>
  roles.includes('admin') || roles.includes('auditor') ? 'all' : 'approvals'

export const REVIEWERS_KINDS = ['approval', 'invoke', 'tool_call', 'complete', 'error'] as const satisfies readonly AuditKind[]

/** Where a page ends; the next one starts after it. */
export interface Cursor {
  at: string
  id: string
}

export const writeCursor = ({ at, id }: Cursor) => `${at}_${id}`

/** Null for anything that is not a cursor: the list then starts at its beginning. */
export function readCursor(text: string | null | undefined): Cursor | null {
  const [at = '', id = ''] = text?.split('_') ?? []
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(at) && !Number.isNaN(Date.parse(at)) && isId(id) ? { at, id } : null
}
