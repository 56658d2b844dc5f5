import { HOUR, LONGEST_DAYS, DAY, periodOf, type PeriodChoice } from '@/lib/metrics/period'

/** Whole UTC hours, `until` excluded. */
export interface Span {
  from: Date
  until: Date
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{3})?)?Z$/
const moment = (text: string | null | undefined) => (text && MOMENT.test(text) ? Date.parse(text) : NaN)
const floor = (at: number) => Math.floor(at / HOUR) * HOUR
const ceil = (at: number) => Math.ceil(at / HOUR) * HOUR

interface Wish {
  period?: PeriodChoice | null
  from?: string | null
  to?: string | null
}

/** Pure. What the histogram shows: two moments, widened to whole hours, or a period of whole days. */
export function windowOf(wish: Wish, now: Date): Span {
  const from = floor(moment(wish.from))
  const until = ceil(moment(wish.to))
  if (from < until) return { from: new Date(Math.max(from, until - LONGEST_DAYS * DAY)), until: new Date(until) }
  return periodOf({ ...wish, period: wish.period ?? (wish.from && wish.to ? 'custom' : null) }, now)
}

export const writeMoment = (at: Date) => `${at.toISOString().slice(0, 16)}Z`
export const writeSpan = ({ from, until }: Span) => `${writeMoment(from)}..${writeMoment(until)}`

/** The part that is inside the window, or null for nothing of it and for all of it. */
export function readSpan(text: string | null | undefined, window: Span): Span | null {
  const [first, last] = (text ?? '').split('..')
  const from = Math.max(floor(moment(first)), window.from.getTime())
  const until = Math.min(ceil(moment(last)), window.until.getTime())
  const whole = from === window.from.getTime() && until === window.until.getTime()
  return from < until && !whole ? { from: new Date(from), until: new Date(until) } : null
}
