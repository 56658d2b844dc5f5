import { filterOf, readAuditAddress } from '@/app/(desk)/audit/search-params'
import { defineRoute } from '@/app/define-route'
import { streamFile } from '@/app/stream-file'
import { exportLines, exportName, FORMATS, recordExport, type ExportFormat } from '@/lib/audit/export'
import { scopeOf } from '@/lib/audit/schema'
import { AppError } from '@/lib/errors'

const TYPES: Record<ExportFormat, string> = { csv: 'text/csv; charset=utf-8; header=present', ndjson: 'application/x-ndjson; charset=utf-8' }

/** The filtered log as a file. A POST, because the export is itself recorded. */
export const POST = defineRoute('audit.export', async (ctx, request, { roles }) => {
  const form = await request.formData().catch(() => null)
  const format = FORMATS.find((known) => known === form?.get('format'))
  if (!form || !format) throw new AppError('invalid', 'Say which format: csv or ndjson.')
  const fields = [...form].filter((field): field is [string, string] => typeof field[1] === 'string' && field[1] !== '')
  const wanted = filterOf(readAuditAddress(new URLSearchParams(fields)), new Date())
  const filter = await recordExport(ctx, wanted, format)
  const lines = exportLines(ctx.workspace, scopeOf(roles), filter, format)
  return streamFile(lines, { name: exportName(ctx.workspace, filter, format), type: TYPES[format] })
})
