'use client'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { behindHref, type About } from '@/lib/metrics/address'
import type { BusyHour } from '@/lib/metrics/queries'
import { ChartFrame } from './chart-frame'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const MONDAY = Date.UTC(2024, 0, 1)
/** The week begins on Sunday where Hebrew is read. */
const WEEK = { he: [7, 1, 2, 3, 4, 5, 6], en: [1, 2, 3, 4, 5, 6, 7] } as const

const [ROW, SIDE] = [20, 44]

/** Weekdays down, hours across; the darker, the more. Each square says its number and opens its rows. */
export function HeatMap({ cells, about }: { cells: readonly BusyHour[]; about: About }) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const mirrored = useLocale() === 'he'
  const days = WEEK[mirrored ? 'he' : 'en']
  const known = new Map(cells.map(({ weekday, hour, asked }) => [weekday * 24 + hour, asked]))
  const count = (weekday: number, hour: number) => known.get(weekday * 24 + hour) ?? 0
  const most = Math.max(1, ...cells.map(({ asked }) => asked))
  const busiest = cells.find(({ asked }) => asked === most)
  const day = (weekday: number, width: 'short' | 'long' = 'short') => format.dateTime(MONDAY + (weekday - 1) * 86_400_000, { weekday: width, timeZone: 'UTC' })
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`
  const across = (hour: number) => `${((mirrored ? 23 - hour : hour) / 24) * 100}%`
  const href = (weekday: number, hour?: number) => behindHref(about, { sort: 'asked', weekday, hour })
  const note = busiest ? t('busy.most', { day: day(busiest.weekday, 'long'), hour: clock(busiest.hour), count: busiest.asked }) : t('busy.none')
  return (
    <ChartFrame
      title={t('busy.title')}
      note={note}
      summary={note}
      file="countersign-busy-hours"
      href={behindHref(about, { sort: 'asked' })}
      first={t('busy.day')}
      columns={HOURS.map((hour) => String(hour))}
      rows={days.map((weekday) => ({ key: weekday, label: day(weekday), href: href(weekday), cells: HOURS.map((hour) => ({ text: format.number(count(weekday, hour)), value: count(weekday, hour) })) }))}
    >
      <div aria-hidden data-chart style={{ paddingTop: 4, paddingBottom: 22, [mirrored ? 'paddingRight' : 'paddingLeft']: SIDE }}>
        <svg width="100%" height={7 * ROW} fontSize="11" className="block" style={{ direction: 'ltr', overflow: 'visible' }}>
          {days.map((weekday, row) => (
            <text key={weekday} x={mirrored ? '100%' : 0} dx={mirrored ? SIDE : -SIDE} y={row * ROW + 13} textAnchor={mirrored ? 'end' : 'start'} fill="var(--ink-3)">{day(weekday)}</text>
          ))}
          {days.map((weekday, row) => HOURS.map((hour) => {
            const asked = count(weekday, hour)
            return (
              <a key={`${weekday}-${hour}`} href={href(weekday, hour)} tabIndex={-1}>
                <title>{`${day(weekday, 'long')} ${clock(hour)}: ${format.number(asked)}`}</title>
                <rect x={across(hour)} y={row * ROW} width="3.6%" height={ROW - 4} rx="2.5" fill={asked > 0 ? 'var(--accent)' : 'var(--line)'} opacity={asked > 0 ? 0.14 + 0.86 * (asked / most) : 0.5} className="hover:stroke-ink" />
              </a>
            )
          }))}
          {[0, 6, 12, 18].map((hour) => (
            <text key={hour} x={across(hour)} dx={mirrored ? 24 : 0} y={7 * ROW + 12} textAnchor={mirrored ? 'end' : 'start'} fill="var(--ink-3)">{clock(hour)}</text>
          ))}
        </svg>
      </div>
    </ChartFrame>
  )
}
