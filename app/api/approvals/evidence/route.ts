import { defineRoute } from '@/app/define-route'
import { streamFile } from '@/app/stream-file'
import { evidenceOfApproval } from '@/lib/audit/bundle'

/** What was asked, shown and decided, as a file that proves itself. A POST, because the export is itself recorded. */
export const POST = defineRoute('audit.read', async (ctx, request) => {
  const form = await request.formData().catch(() => null)
  const { name, lines } = await evidenceOfApproval(ctx, String(form?.get('approval') ?? ''))
  return streamFile(lines, { name, type: 'application/x-ndjson; charset=utf-8' })
})
