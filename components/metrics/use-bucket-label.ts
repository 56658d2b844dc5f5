import { useFormatter } from 'next-intl'
import type { Period } from '@/lib/metrics/period'

/** The name of an hour or day, short for the axis and long for reading. All of them are UTC. */
export function useBucketLabel(unit: Period['unit']) {
  const format = useFormatter()
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' } as const
  const day = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const
  return {
    short: (at: number) => format.dateTime(at, unit === 'hour' ? hour : day),
    long: (at: number) => format.dateTime(at, unit === 'hour' ? { ...day, ...hour } : { ...day, weekday: 'short', year: 'numeric' }),
  }
}
