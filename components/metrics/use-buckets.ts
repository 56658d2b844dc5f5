import { useFormatter } from 'next-intl'
import type { Period } from '@/lib/metrics/period'

/** An hour or day with its name, short for the axis and long for reading. All of them are UTC. */
export interface Bucket {
  at: number
  short: string
  long: string
}

/** Named where the page is made: two browsers do not always agree on a date. */
export function useBuckets(starts: readonly { at: number }[], unit: Period['unit']): Bucket[] {
  const format = useFormatter()
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' } as const
  const day = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const
  return starts.map(({ at }) => ({
    at,
    short: format.dateTime(at, unit === 'hour' ? hour : day),
    long: format.dateTime(at, unit === 'hour' ? { ...day, ...hour } : { ...day, weekday: 'short', year: 'numeric' }),
  }))
}
