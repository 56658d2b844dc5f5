import { Activity } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { EmptyState } from '@/components/ui/empty-state'
import type { ActivityPage, ActivityRow as Row } from '@/lib/actions/activity'
import { ActivityRow } from './activity-row'

interface ActivityListProps {
  rows: readonly (Row & { href: string | null; approvalHref: string | null })[]
  looked: ActivityPage['looked']
  /** How far back it looked, where it stopped before the page was full. */
  lookedTo: Date | null
  newestHref: string | null
  olderHref: string | null
  clearHref: string | null
}

const COLUMNS = { time: 'w-[96px]', agent: 'w-[17%]', what: '', verdict: 'w-[26%]', risk: 'w-[56px] text-end', state: 'w-[104px]' } as const
const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]

/** Roles are spelled out: phones lay the rows out as a list. */
export function ActivityList({ rows, looked, lookedTo, newestHref, olderHref, clearHref }: ActivityListProps) {
  const t = useTranslations('activity')
  const format = useFormatter()
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState
          icon={<Activity />}
          title={clearHref ? t('none') : t('empty')}
          action={<ButtonLink size="sm" href={clearHref ?? '/agents'}>{clearHref ? t('filter.clear') : t('toAgents')}</ButtonLink>}
        >
          {clearHref ? t('noneText') : t('emptyText')}
        </EmptyState>
      ) : (
        <table role="table" aria-label={t('list')} className="w-full border-collapse text-13 max-md:block md:table-fixed">
          <thead role="rowgroup" className="max-md:sr-only">
            <tr role="row">
              {NAMES.map((column) => (
                <th key={column} role="columnheader" scope="col" className={cn('sticky top-0 z-2 border-b border-line bg-bg px-2 py-1.5 text-start font-normal whitespace-nowrap text-ink-3', COLUMNS[column])}>
                  {t(`column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup" className="max-md:block">
            {rows.map(({ href, approvalHref, ...row }) => <ActivityRow key={row.id} row={row} href={href} approvalHref={approvalHref} />)}
          </tbody>
        </table>
      )}
      {looked !== null && lookedTo && (
        <p className="mt-4 text-13 text-ink-2">
          {t('looked', { count: looked, time: format.dateTime(lookedTo, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC', hourCycle: 'h23' }) })}
        </p>
      )}
      {(newestHref || olderHref) && (
        <nav aria-label={t('pages')} className="mt-4 flex justify-end gap-2">
          {newestHref && <ButtonLink size="sm" href={newestHref} prefetch={false}>{t('newest')}</ButtonLink>}
          {olderHref && <ButtonLink size="sm" href={olderHref} rel="next" prefetch={false}>{t('older')}</ButtonLink>}
        </nav>
      )}
    </>
  )
}
