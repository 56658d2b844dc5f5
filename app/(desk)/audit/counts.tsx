import { getFormatter, getTranslations } from 'next-intl/server'
import type { LinkedValue } from '@/components/audit/facet-menu'
import { FacetRow } from '@/components/audit/facet-row'
import { facets, type FacetValue } from '@/lib/audit/facets'
import { DIMENSIONS, toggled, type Dimension } from '@/lib/audit/search'
import type { ReactNode } from 'react'
import type { Part } from './part'
import { searchHref } from './search-params'

/** How many entries the search finds, and how they divide. */
export async function Counts({ ctx, scope, address, asked: { text, filter }, trailing }: Part & { trailing: ReactNode }) {
  const [t, format, found] = await Promise.all([getTranslations('audit.count'), getFormatter(), facets(ctx.workspace, scope, filter)])
  const linked = (name: Dimension): LinkedValue[] => {
    const chosen = filter[name]?.in ?? []
    const missing: FacetValue[] = chosen.filter((value) => !found.values[name].some((each) => each.value === value)).map((value) => ({ value, count: 0 }))
    return [...found.values[name], ...missing].map((each) => ({ ...each, on: chosen.includes(each.value), href: searchHref(address, toggled(text, name, each.value)) }))
  }
  const values = Object.fromEntries(DIMENSIONS.map((name) => [name, linked(name)])) as Record<Dimension, LinkedValue[]>
  const back = found.countedTo && format.dateTime(found.countedTo, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' })
  return (
    <FacetRow values={values} clearHref={text || address.span ? '/audit' : null} trailing={trailing}>
      {back ? t('atLeast', { count: found.total, time: back }) : found.behind ? t('behind', { count: found.total }) : t('entries', { count: found.total })}
    </FacetRow>
  )
}
