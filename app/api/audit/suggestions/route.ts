import { answer, defineRoute } from '@/app/define-route'
import { countScope } from '@/lib/audit/schema'
import { suggestions } from '@/lib/audit/suggestions'

/** What the search field offers. */
export const GET = defineRoute('audit.count', async (ctx) => answer(await suggestions(ctx.workspace, countScope(ctx.actor))))
