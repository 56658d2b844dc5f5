import { askedOf, readAuditAddress } from '@/app/(desk)/audit/search-params'
import { answer, defineRoute } from '@/app/define-route'
import { countNewer } from '@/lib/audit/newer'
import { readCursor, scopeOf } from '@/lib/audit/schema'

/** How many entries of this search came since the newest one that a page shows (`before`). */
export const GET = defineRoute('audit.read', async (ctx, request) => {
  const address = readAuditAddress(new URL(request.url).searchParams)
  const { filter } = askedOf(address, new Date())
  const since = readCursor(address.before)
  return answer({ newer: since ? await countNewer(ctx.workspace, scopeOf(ctx.actor), filter, since) : 0 })
})
