import { filterOf, readAuditAddress } from '@/app/(desk)/audit/search-params'
import { defineRoute } from '@/app/define-route'
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
  return new Response(streamed(exportLines(ctx.workspace, scopeOf(roles), filter, format)), {
    headers: {
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="${exportName(ctx.workspace, filter, format)}"`,
      'cache-control': 'no-store',
    },
  })
})

/** Pulls a batch only when the reader has taken the one before; a reader who leaves ends the reading. */
function streamed(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await lines.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await lines.return(undefined)
      },
    },
    { highWaterMark: 1 },
  )
}
