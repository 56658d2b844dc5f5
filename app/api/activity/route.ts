import { filterOf, readActivityAddress } from '@/app/(desk)/activity/search-params'
import { answer, defineRoute } from '@/app/define-route'
import { countNewer } from '@/lib/actions/activity'

/** How many actions came since the page was paused at `until`. */
export const GET = defineRoute('activity.read', async (ctx, request) => {
  const address = readActivityAddress(new URL(request.url).searchParams)
  return answer(await countNewer(ctx, filterOf(address), address.until ?? ''))
})
