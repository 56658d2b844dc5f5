import { askedOf, readAuditAddress } from '@/app/(desk)/audit/search-params'
import { defineRoute } from '@/app/define-route'
import { streamFile } from '@/app/stream-file'
import { evidenceOfPeriod } from '@/lib/audit/bundle'
import { AppError } from '@/lib/errors'

/** The whole log of a period as a file that proves itself. A POST, because the export is itself recorded. */
export const POST = defineRoute('audit.export', async (ctx, request) => {
  const form = await request.formData().catch(() => null)
  if (!form) throw new AppError('invalid', 'Say which period.')
  const fields = [...form].filter((field): field is [string, string] => typeof field[1] === 'string' && field[1] !== '')
  const { from, until } = askedOf(readAuditAddress(new URLSearchParams(fields)), new Date()).filter
  const { name, lines } = await evidenceOfPeriod(ctx, { from, until })
  return streamFile(lines, { name, type: 'application/x-ndjson; charset=utf-8' })
})
