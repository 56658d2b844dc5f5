'use client'
import { useLocale, useNow } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { relativeTime } from './relative-time'
import { onTick, serverNow } from './use-clock'

type Moment = Date | string | number
const never = () => () => {}
const WHOLE = { dateStyle: 'medium', timeStyle: 'medium' } as const
const SHOW = {
  full: { dateStyle: 'medium', timeStyle: 'short' },
  date: { dateStyle: 'medium' },
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

let ownZone: string | undefined
/** The reader's own time zone once hydrated; UTC, and said so, on the server. */
const useZone = () =>
  useSyncExternalStore(never, () => (ownZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone), () => 'UTC')

// Kept: a page draws dozens of times, and making a formatter costs more than all the rest of one.
const formats = new Map<string, Intl.DateTimeFormat>()

function absolute(at: Date, locale: string, timeZone: string, show?: keyof typeof SHOW) {
  const key = `${locale} ${timeZone} ${show}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...(show ? SHOW[show] : WHOLE), timeZone, hourCycle: 'h23' })
  formats.set(key, format)
  return format.format(at)
}

/** "2 min. ago"; the absolute time on hover and for machines. Drawn again only when its words change. */
export function Time({ at, className }: { at: Moment; className?: string }) {
  const locale = useLocale()
  const zone = useZone()
  const server = useNow().getTime()
  const moment = new Date(at)
  const words = useSyncExternalStore(
    onTick,
    () => relativeTime(moment.getTime(), serverNow(), locale),
    () => relativeTime(moment.getTime(), server, locale),
  )
  return (
    <time dateTime={moment.toISOString()} title={`${absolute(moment, locale, zone)} (${zone})`} className={className} suppressHydrationWarning>
      {words}
    </time>
  )
}

interface TimestampProps {
  at: Moment
  /** `full`: date and time; `date`: the day; `clock`: 14:02:11.480, for logs. */
  show?: 'full' | 'date' | 'clock'
  className?: string
}

/** An absolute time in the reader's zone, with the whole of it on hover. */
export function Timestamp({ at, show = 'full', className }: TimestampProps) {
  const locale = useLocale()
  const zone = useZone()
  const moment = new Date(at)
  return (
    <time dateTime={moment.toISOString()} title={`${absolute(moment, locale, zone)} (${zone})`} className={className} suppressHydrationWarning>
      {absolute(moment, locale, zone, show)}
    </time>
  )
}
