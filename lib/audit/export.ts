import { type AuditFilter, type AuditScope, type Cursor } from '@/lib/audit/schema'
import { hoursWithAny } from '@/lib/audit/hours-with-any'
import type { AuditEntry } from '@/lib/audit/queries'
import { wholeEntries } from '@/lib/audit/whole-entries'
import type { Ctx } from '@/lib/context'
import { transact } from '@/lib/transact'

export const FORMATS = ['csv', 'ndjson'] as const
export type ExportFormat = (typeof FORMATS)[number]

/** Payloads can be long, so a batch is short: this is all that is ever in memory. */
const BATCH = 100

/** The wire names of the log's fields, in the order of the columns. */
const FIELDS = {
  id: (e) => e.id,
  at: (e) => e.at.toISOString(),
  actor_kind: (e) => e.actorKind,
  actor_id: (e) => e.actorId,
  event: (e) => e.event,
  kind: (e) => e.kind,
  success: (e) => e.success,
  agent_id: (e) => e.agentId,
  tool_id: (e) => e.toolId,
  action_id: (e) => e.actionId,
  action_name: (e) => e.actionName,
  approval_id: (e) => e.approvalId,
  run_id: (e) => e.runId,
  person: (e) => e.personEmail,
  client_id: (e) => e.clientId,
  changes: (e) => e.changes,
  input: (e) => parsed(e.input),
  output: (e) => parsed(e.output),
  tokens_used: (e) => e.tokensUsed,
  duration_ms: (e) => e.durationMs,
  error_message: (e) => e.errorMessage,
  request_id: (e) => e.requestId,
  session_id: (e) => e.sessionId,
  ip: (e) => e.ip,
  user_agent: (e) => e.userAgent,
} as const satisfies Record<string, (entry: AuditEntry) => unknown>

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text))

/** RFC 4180. A cell that a spreadsheet would run as a formula is written as text. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const csvLine = (cells: readonly unknown[]) => `${cells.map(csvCell).join(',')}\r\n`

/** Spreadsheets read a file without the mark as their own code page, which breaks Hebrew. */
const HEAD: Record<ExportFormat, string> = { csv: `\uFEFF${csvLine(Object.keys(FIELDS))}`, ndjson: '' }

const LINE: Record<ExportFormat, (entry: AuditEntry) => string> = {
  csv: (entry) => csvLine(Object.values(FIELDS).map((read) => read(entry))),
  ndjson: (entry) => `${JSON.stringify(Object.fromEntries(Object.entries(FIELDS).map(([name, read]) => [name, read(entry)])))}\n`,
}

/** The whole filtered list, newest first, batch by batch; the reader's pace is the database's. */
export async function* exportLines(
  workspace: Ctx['workspace'], scope: AuditScope, filter: AuditFilter, format: ExportFormat, look?: number,
): AsyncGenerator<string> {
  if (HEAD[format]) yield HEAD[format]
  for (const times of await hoursWithAny(workspace, scope, filter)) {
    let after: Cursor | null = null
    do {
      const { rows, next } = await wholeEntries(workspace, scope, { ...filter, ...times }, after, BATCH, look)
      if (rows.length > 0) yield rows.map(LINE[format]).join('')
      after = next
    } while (after)
  }
}

/** Records who takes what out, before the first byte leaves. Entries from now on are not part of it. */
export async function recordExport(ctx: Ctx, filter: AuditFilter, format: ExportFormat): Promise<AuditFilter> {
  return transact(ctx, 'audit.export', async (tx) => {
    const [clock] = await tx.sql<{ now: Date }>('SELECT coalesce($1::timestamptz, clock_timestamp())::timestamptz(3) AS now', [ctx.at ?? null])
    const now = clock?.now ?? filter.until
    const until = filter.until < now ? filter.until : now
    const kept = Object.fromEntries(Object.entries({ ...filter, until }).filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]))
    return { value: { ...filter, until }, audit: [{ kind: 'system', event: 'audit.exported', input: { format, filter: kept } }] }
  })
}

export function exportName(workspace: string, filter: AuditFilter, format: ExportFormat): string {
  const about = filter.actions ? `action-${filter.actions[0]}` : `${filter.from.toISOString().slice(0, 10)}-to-${new Date(filter.until.getTime() - 1).toISOString().slice(0, 10)}`
  return `countersign-audit-${workspace}-${about}.${format}`
}
