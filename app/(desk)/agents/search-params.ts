import { z } from 'zod'

const AgentsView = z.object({
  q: z.string().trim().max(200).catch(''),
  archived: z.literal('1').transform(() => true).catch(false),
  after: z.string().max(63).catch(''),
})

export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** View state lives in the address; what cannot be read counts as not there. */
export const readView = async (params: SearchParams) => AgentsView.parse(await params)

export function viewHref(view: { q?: string; archived?: boolean; after?: string | null }): string {
  const query = new URLSearchParams()
  if (view.q) query.set('q', view.q)
  if (view.archived) query.set('archived', '1')
  if (view.after) query.set('after', view.after)
  return query.size ? `/agents?${query}` : '/agents'
}
