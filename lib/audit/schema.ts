import type { AuditKind } from '@/lib/audit/append'
import { DIMENSIONS, type Dimension, type Term } from '@/lib/audit/search'
import { can } from '@/lib/auth/permissions'
import type { Ctx } from '@/lib/context'
import { isId } from '@/lib/ids'

/** Values of a field: one of `in` where there are any, and none of `not`. */
export interface Picked {
  in: readonly string[]
  not: readonly string[]
}

/** What to list. `from` and `until` (excluded) bound every search, so free text never reads the whole log. */
export interface AuditFilter extends Partial<Record<Dimension | 'client' | 'run', Picked>> {
  from: Date
  until: Date
  /** Everything about these actions, whenever it was. */
  actions?: readonly string[]
  /** In major units of whatever currency: each of `>500`, `<=1000`, `20`. */
  amounts?: readonly string[]
  texts?: readonly { value: string; not: boolean }[]
}

/** Pure. What a search asks for, inside a time. */
export function filterFor(terms: readonly Term[], from: Date, until: Date): AuditFilter {
  const filter: AuditFilter = { from, until }
  for (const name of [...DIMENSIONS, 'client', 'run'] as const) {
    const own = terms.filter(({ field }) => field === name)
    const values = (not: boolean) => [...new Set(own.filter((term) => term.not === not).map(({ value }) => value))]
    if (own.length > 0) filter[name] = { in: values(false), not: values(true) }
  }
  const of = (name: Term['field']) => terms.filter(({ field }) => field === name)
  if (of('action').length > 0) filter.actions = of('action').map(({ value }) => value)
  if (of('amount').length > 0) filter.amounts = of('amount').map(({ value }) => value)
  if (of('text').length > 0) filter.texts = of('text').map(({ value, not }) => ({ value, not }))
  return filter
}

/** Whether the hourly counts answer it: no words, amounts or names that they do not know. */
export const isCounted = ({ actions, amounts, texts, client, run }: AuditFilter) => !actions && !amounts && !texts && !client && !run

/** All of it, or for a reviewer what belongs to an action that people were asked about: everybody, or a group of theirs. */
export type AuditScope = 'all' | { reviewer: string }

export const scopeOf = (actor: Ctx['actor']): AuditScope =>
  actor.kind === 'user' && !actor.roles.includes('admin') && !actor.roles.includes('auditor') ? { reviewer: actor.id } : 'all'

/** Who may not read entries (a manager) may still count all of them. */
export const countScope = (actor: Ctx['actor']): AuditScope =>
  actor.kind === 'user' && !can(actor.roles, 'audit.read') ? 'all' : scopeOf(actor)

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
