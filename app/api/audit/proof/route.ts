import { answer, defineRoute } from '@/app/define-route'
import { entryById } from '@/lib/audit/queries'
import { scopeOf } from '@/lib/audit/schema'
import { servedProof } from '@/lib/audit/served-proof'
import { notFound } from '@/lib/errors'

/** The proof of one entry, for the page that shows it and checks it itself. */
export const GET = defineRoute('audit.read', async (ctx, request) => {
  const id = new URL(request.url).searchParams.get('entry') ?? ''
  if (!(await entryById(ctx.workspace, scopeOf(ctx.actor), id))) throw notFound('entry')
  return answer(await servedProof(ctx.workspace, id))
})
