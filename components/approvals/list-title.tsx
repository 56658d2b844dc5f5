'use client'
import { useTranslations } from 'next-intl'
import { useQueue } from './queue-context'
import { useFilter } from './use-filter'

/** What the list shows. The title of the page, until a document is open beside the list and has a title of its own. */
export function ListTitle() {
  const t = useTranslations('approvals.list.titles')
  const [{ status }] = useFilter()
  const Heading = useQueue().selected ? 'h2' : 'h1'
  return <Heading className="text-15 font-bold tracking-[-.01em]">{t(status)}</Heading>
}
