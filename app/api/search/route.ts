import { answer, defineRoute } from '@/app/define-route'
import { find } from '@/lib/search/find'

const LONGEST = 200

/** What the command palette finds: only what the roles of this session may open. */
export const GET = defineRoute('signed_in', async (ctx, request) => {
  const words = new URL(request.url).searchParams.get('q') ?? ''
  // PostgreSQL text has no U+0000.
  return answer({ hits: await find(ctx, words.replaceAll('\0', '').slice(0, LONGEST)) })
})
