import { createLoader, createSerializer, parseAsString, parseAsStringLiteral, type inferParserType } from 'nuqs/server'
import { AUDIT_KINDS } from '@/lib/audit/append'
import type { AuditFilter } from '@/lib/audit/schema'
import { isId } from '@/lib/ids'
import { periodOf, PERIODS } from '@/lib/metrics/period'

const parsers = {
  period: parseAsStringLiteral(PERIODS),
  from: parseAsString,
  to: parseAsString,
  kind: parseAsStringLiteral(AUDIT_KINDS),
  outcome: parseAsStringLiteral(['success', 'failure'] as const),
  event: parseAsString,
  agent: parseAsString,
  tool: parseAsString,
  actor: parseAsString,
  client: parseAsString,
  q: parseAsString,
  action: parseAsString,
  /** Keyset cursors: older than, newer than. */
  after: parseAsString,
  before: parseAsString,
  entry: parseAsString,
}

/** The one reading of the audit page's address, shared by the list and the export. */
export const readAuditAddress = createLoader(parsers)
export type AuditAddress = inferParserType<typeof parsers>

const LONGEST = 200
// PostgreSQL text has no U+0000, and nobody looks for a page of text.
const said = (text: string | null) => text?.replaceAll('\0', '').trim().slice(0, LONGEST) || null

export function filterOf(address: AuditAddress, now: Date): AuditFilter {
  const { from, until } = periodOf(address, now)
  return {
    from,
    until,
    kind: address.kind,
    outcome: address.outcome,
    event: said(address.event),
    agent: said(address.agent),
    tool: said(address.tool),
    actor: said(address.actor),
    client: said(address.client),
    search: said(address.q),
    action: address.action && isId(address.action) ? address.action : null,
  }
}

const serialize = createSerializer(parsers)

/** This address with some parts changed; a changed filter starts at the first page and closes the entry. */
export const auditHref = (address: AuditAddress, changed: Partial<AuditAddress>) =>
  serialize('/audit', { ...address, after: null, before: null, entry: null, ...changed })
