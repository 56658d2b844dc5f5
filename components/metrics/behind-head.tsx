import { ChevronLeft } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import { Tag } from '@/components/ui/tag'
import type { BehindFilter } from '@/lib/metrics/behind'

const DAY = 86_400_000
const MONDAY = Date.UTC(2024, 0, 1)

/** Which rows these are, in words, and how many: the number they are behind. */
export function BehindHead({ filter, count }: { filter: BehindFilter; count: number }) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const { from, until } = filter.period
  const whole = from.getTime() % DAY === 0 && until.getTime() % DAY === 0
  const day = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const
  const moment = { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const said = (at: Date) => format.dateTime(at, whole ? day : moment)
  const last = new Date(until.getTime() - (whole ? 1 : 0))
  const { weekday, hour } = filter
  const code = filter.code === 'no_result' || filter.code === 'failed' ? t(`errors.code.${filter.code}`) : filter.code && t('errors.http', { code: filter.code })
  const marks = [
    filter.agent, filter.tool, code, filter.reviewer,
    weekday && format.dateTime(MONDAY + (weekday - 1) * DAY, { weekday: 'long', timeZone: 'UTC' }),
    hour !== null && hour !== undefined && `${String(hour).padStart(2, '0')}:00`,
  ].filter((mark): mark is string => typeof mark === 'string')
  const time = filter.sort === 'waiting' ? t('behind.at', { at: format.dateTime(until, moment) })
    : whole && until.getTime() - from.getTime() === DAY ? said(from)
    : t('behind.between', { from: said(from), to: said(last) })
  return (
    <header className="mb-[18px]">
      <Link href="/metrics" className="mb-1 inline-flex items-center gap-1 text-13 text-ink-2 no-underline hover:text-ink">
        <ChevronLeft aria-hidden className="flip-rtl size-3.5" />
        {t('title')}
      </Link>
      <h1 className="text-20 font-bold tracking-[-.02em]">{t(`behind.sort.${filter.sort}`)}</h1>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-13 text-ink-2">
        <span className="nums">{t('behind.count', { count })}</span>
        <span>{t('behind.utc', { time })}</span>
        {marks.map((mark) => <Tag key={mark}><bdi>{mark}</bdi></Tag>)}
      </p>
    </header>
  )
}
