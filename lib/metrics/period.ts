export const PERIODS = ['24h', '7d', '30d', '90d', 'custom'] as const
export type PeriodChoice = (typeof PERIODS)[number]

/** Whole UTC hours or days, `until` excluded. */
export interface Period {
  choice: PeriodChoice
  unit: 'hour' | 'day'
  from: Date
  until: Date
}

export const HOUR = 3_600_000
export const DAY = 86_400_000
export const LONGEST_DAYS = 400
const DAYS = { '7d': 7, '30d': 30, '90d': 90 } as const
const DATE = /^\d{4}-\d{2}-\d{2}$/

const startOf = (size: number, at: number) => Math.floor(at / size) * size

/** A calendar day as typed, or null: 2026-02-31 is no day. */
function dayStart(text: string | null | undefined): number | null {
  if (!text || !DATE.test(text)) return null
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : at
}

export const isoDay = (at: Date | number) => new Date(at).toISOString().slice(0, 10)
export const lastDay = (period: Period) => isoDay(period.until.getTime() - 1)

interface Wish {
  period?: PeriodChoice | null
  from?: string | null
  to?: string | null
}

/** Pure. Days are UTC days, so none is 23 or 25 hours long; the day of `now` is included. Nonsense becomes the fallback. */
export function periodOf(wish: Wish, now: Date, fallback: Exclude<PeriodChoice, 'custom'> = '7d'): Period {
  const tomorrow = startOf(DAY, now.getTime()) + DAY
  if (wish.period === 'custom') {
    const from = dayStart(wish.from)
    const last = dayStart(wish.to)
    if (from !== null && last !== null && from <= last && from < tomorrow) {
      const until = Math.min(last + DAY, tomorrow)
      return spread('custom', 'day', Math.max(from, until - LONGEST_DAYS * DAY), until)
    }
  }
  const choice = !wish.period || wish.period === 'custom' ? fallback : wish.period
  if (choice === '24h') {
    const until = startOf(HOUR, now.getTime()) + HOUR
    return spread(choice, 'hour', until - DAY, until)
  }
  return spread(choice, 'day', tomorrow - DAYS[choice] * DAY, tomorrow)
}

/** The same length of time just before. */
export function before(period: Period): Period {
  const length = period.until.getTime() - period.from.getTime()
  return spread(period.choice, period.unit, period.from.getTime() - length, period.from.getTime())
}

const spread = (choice: PeriodChoice, unit: Period['unit'], from: number, until: number): Period => ({
  choice, unit, from: new Date(from), until: new Date(until),
})

/** Pure. How many of the first sizes are together no more than `most`; one at least, if there is one. */
export function fitting(sizes: readonly number[], most: number): number {
  let sum = 0
  const over = sizes.findIndex((size, index) => (sum += size) > most && index > 0)
  return over < 0 ? sizes.length : over
}
