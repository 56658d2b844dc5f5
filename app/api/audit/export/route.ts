import { askedOf, readAuditAddress } from '@/app/(desk)/audit/search-params'
import { defineRoute } from '@/app/define-route'
import { streamFile } from '@/app/stream-file'
import { exportLines, exportName, FORMATS, recordExport, type ExportFormat } from '@/lib/audit/export'
import { scopeOf } from '@/lib/audit/schema'
import { AppError } from '@/lib/errors'

const TYPES: Record<ExportFormat, string> = { csv: 'text/csv; charset=utf-8; header=present', ndjson: 'application/x-ndjson; charset=utf-8' }

/** The filtered log as a file. A POST, because the export is itself recorded. */
export const POST = defineRoute('audit.export', async (ctx, request) => {
  const form = await request.formData().catch(() => null)
  const format = FORMATS.find((known) => known === form?.get('format'))
  if (!form || !format) throw new AppError('invalid', 'Say which format: csv or ndjson.')
  const fields = [...form].filter((field): field is [string, string] => typeof field[1] === 'string' && field[1] !== '')
  const asked = askedOf(readAuditAddress(new URLSearchParams(fields)), new Date())
  if (asked.problems.length > 0) throw new AppError('invalid', `The search is not understood: ${asked.problems.map(({ word }) => word).join(' ')}`, { state: 'search_unclear' })
  const filter = await recordExport(ctx, asked.filter, format)
  const lines = exportLines(ctx.workspace, scopeOf(ctx.actor), filter, format)
  return streamFile(lines, { name: exportName(ctx.workspace, filter, format), type: TYPES[format] })
})
