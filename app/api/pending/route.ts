import { answer, defineRoute } from '@/app/define-route'
import { countOpen } from '@/lib/approvals/queries'

export const dynamic = 'force-dynamic'

/** How many approvals wait: the number in the navigation, asked again when the live stream says so. */
export const GET = defineRoute('approvals.read', async (ctx) => {
  const { open } = await countOpen(ctx)
  return answer({ open })
})
