import { ScrollText } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { Fragment } from 'react'
import { ButtonLink } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { EntryRow, type ListedEntry } from './entry-row'

interface EntryListProps {
  rows: readonly ListedEntry[]
  selected: string | null
  newerHref: string | null
  olderHref: string | null
  /** Set where filters are what hides everything. */
  clearHref: string | null
  /** How far back it looked, where it stopped before the page was full. */
  searchedTo: Date | null
}

const COLUMNS = { time: 'w-[104px]', event: 'w-[30%]', who: 'w-[20%]', about: '', outcome: 'w-[14%] min-w-[92px]' } as const
const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]
const dayOf = (at: Date) => at.toISOString().slice(0, 10)

/** The log, newest first, under one heading per UTC day. Roles are spelled out: phones lay the rows out as a list. */
export function EntryList({ rows, selected, newerHref, olderHref, clearHref, searchedTo }: EntryListProps) {
  const t = useTranslations('audit')
  const format = useFormatter()
  const further = searchedTo && olderHref && (
    <p className="mt-4 flex flex-wrap items-center gap-3 rounded-card border border-line bg-panel px-3.5 py-2.5 text-13 text-ink-2">
      {t('searchedTo', { time: format.dateTime(searchedTo, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' }) })}
      <ButtonLink href={olderHref} size="sm" prefetch={false}>{t('searchOn')}</ButtonLink>
    </p>
  )
  if (rows.length === 0 && further) return <>{further}<Pagination label={t('pages')} newerHref={newerHref} olderHref={null} /></>
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={<ScrollText />}
        title={clearHref ? t('noneFound') : t('empty')}
        action={clearHref && <ButtonLink href={clearHref} size="sm">{t('clear')}</ButtonLink>}
      >
        {clearHref ? t('noneFoundText') : t('emptyText')}
      </EmptyState>
    )
  }
  return (
    <>
      <table role="table" data-audit-list aria-label={t('list')} className="w-full border-collapse text-13 max-md:block md:table-fixed">
        <thead role="rowgroup" className="max-md:sr-only">
          <tr role="row">
            {NAMES.map((column) => (
              <th key={column} role="columnheader" scope="col" className={cn('sticky top-0 z-1 bg-bg px-2 py-1.5 text-start font-normal whitespace-nowrap text-ink-3', COLUMNS[column])}>
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="max-md:block">
          {rows.map((row, index) => {
            const newDay = index === 0 || dayOf(rows[index - 1]?.at ?? row.at) !== dayOf(row.at)
            return (
              <Fragment key={row.id}>
                {newDay && (
                  <tr role="row" className="max-md:block">
                    <th role="rowheader" scope="rowgroup" colSpan={5} className="border-b border-line px-2 pt-3 pb-1.5 text-start text-12 font-medium text-ink-2 max-md:block">
                      {format.dateTime(row.at, { dateStyle: 'full', timeZone: 'UTC' })}
                    </th>
                  </tr>
                )}
                <EntryRow row={row} selected={row.id === selected} />
              </Fragment>
            )
          })}
        </tbody>
      </table>
      {further}
      <Pagination label={t('pages')} newerHref={newerHref} olderHref={further ? null : olderHref} />
    </>
  )
}
