import { answer, defineRoute } from '@/app/define-route'
import { showSelected } from '@/lib/approvals/show-selected'

/** What was selected, as it would run: `?id=…&id=…`. */
export const GET = defineRoute('approvals.read', async (ctx, request) => answer(await showSelected(ctx, new URL(request.url).searchParams.getAll('id'))))
