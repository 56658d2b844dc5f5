import { answer, defineRoute } from '@/app/define-route'
import { readFilter } from '@/components/approvals/filter-params'
import { listApprovals } from '@/lib/approvals/queries'
import { readCursor } from '@/lib/cursor'

/** The next page of the list, for scrolling on. */
export const GET = defineRoute('approvals.read', async (ctx, request) => {
  const query = new URL(request.url).searchParams
  const cursor = query.get('cursor')
  return answer(await listApprovals(ctx, readFilter(query), cursor === null ? null : readCursor(cursor)))
})
