import { defineRoute } from '@/app/define-route'
import { entryById } from '@/lib/audit/queries'
import { receipt } from '@/lib/audit/receipt'
import { scopeOf } from '@/lib/audit/schema'
import { AppError, notFound } from '@/lib/errors'

/** The receipt of one entry: a C2SP tlog-proof, to keep anywhere. */
export const GET = defineRoute('audit.read', async (ctx, request) => {
  const id = new URL(request.url).searchParams.get('entry') ?? ''
  if (!(await entryById(ctx.workspace, scopeOf(ctx.actor), id))) throw notFound('entry')
  const text = await receipt(ctx.workspace, id)
  if (typeof text !== 'string') throw new AppError('unavailable', 'This entry is not in the signed log yet. Try again in a moment.')
  return new Response(text, {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'content-disposition': `attachment; filename="${ctx.workspace}-${id}.tlog-proof"`, 'cache-control': 'no-store' },
  })
})
