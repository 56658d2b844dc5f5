import { createLoader, createSerializer, parseAsBoolean, parseAsString, parseAsStringLiteral, type inferParserType } from 'nuqs/server'
import { filterFor, type AuditFilter } from '@/lib/audit/schema'
import { FIELDS, parseSearch, writeTerm, type Problem } from '@/lib/audit/search'
import { readSpan, windowOf, type Span } from '@/lib/audit/time'
import { PERIODS } from '@/lib/metrics/period'

/** Fields that other pages link by; the page writes them into the one search. */
const LINKED = FIELDS.filter((field) => field !== 'amount' && field !== 'success')
const linked = Object.fromEntries(LINKED.map((field) => [field, parseAsString])) as Record<Exclude<(typeof FIELDS)[number], 'amount' | 'success'>, typeof parseAsString>

const parsers = {
  q: parseAsString,
  /** What the histogram shows: a period, or `from` and `to` (days, or hours such as 2026-11-20T14:00Z). */
  period: parseAsStringLiteral(PERIODS),
  from: parseAsString,
  to: parseAsString,
  /** The part of it that was brushed. */
  span: parseAsString,
  outcome: parseAsStringLiteral(['success', 'failure'] as const),
  ...linked,
  /** Keyset cursors: older than, newer than. */
  after: parseAsString,
  before: parseAsString,
  entry: parseAsString,
  live: parseAsBoolean,
}

/** The one reading of the audit page's address, shared by the list and the export. */
export const readAuditAddress = createLoader(parsers)
export type AuditAddress = inferParserType<typeof parsers>

export interface Asked {
  /** The whole search as one text. */
  text: string
  problems: Problem[]
  window: Span
  span: Span | null
  /** Within the brushed part, else the window. */
  filter: AuditFilter
  whole: AuditFilter
}

export function askedOf(address: AuditAddress, now: Date): Asked {
  const terms = LINKED.flatMap((field) => (address[field] ? [writeTerm({ field, value: address[field] })] : []))
  if (address.outcome) terms.push(writeTerm({ field: 'success', value: String(address.outcome === 'success') }))
  const text = [address.q?.trim(), ...terms].filter(Boolean).join(' ')
  const search = parseSearch(text)
  const window = windowOf(address, now)
  const span = readSpan(address.span, window)
  const within = ({ from, until }: Span) => filterFor(search.terms, from, until)
  return { text, problems: search.problems, window, span, filter: within(span ?? window), whole: within(window) }
}

const serialize = createSerializer(parsers)
/** Whether an address says by field what belongs into the search. */
export const isLinked = (address: AuditAddress) => address.outcome !== null || LINKED.some((field) => address[field] !== null)
const NONE = Object.fromEntries(LINKED.map((field) => [field, null]))

/** This address with some parts changed; a changed filter starts at the first page and closes the entry. */
export const auditHref = (address: AuditAddress, changed: Partial<AuditAddress>) =>
  serialize('/audit', { ...address, after: null, before: null, entry: null, ...changed })

/** The same with another search: everything that filters is in `q` from then on. */
export const searchHref = (address: AuditAddress, q: string) => auditHref(address, { ...NONE, outcome: null, q: q || null })

/** What a saved view keeps of an address: what is asked, not the page or the entry that was open. */
export const viewAddress = (address: string) =>
  serialize({ ...readAuditAddress(new URLSearchParams(address)), after: null, before: null, entry: null, live: null })
