const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

// Kept: making one costs more than using it a hundred times.
const formats = new Map<string, Intl.RelativeTimeFormat>()

/** Pure. "2 min. ago", "in 3 hr." in the reader's language; without the "(1)" and "(2)" of Unicode's Hebrew. */
export function relativeTime(at: number, now: number, locale: string): string {
  const seconds = Math.round((at - now) / 1000)
  const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const)
  const format = formats.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  formats.set(locale, format)
  const text = format.format(Math.trunc(seconds / size), unit)
  return locale === 'he' ? text.replace(/ \([12]\)/, '') : text
}

/** Pure. "4:12" under an hour, "3:05:00" under a day; days are left to relativeTime. */
export function clockFace(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** Pure. How a deadline is written: by the second when near, by the minute or hour when not. */
export function timeLeft(leftMs: number): { unit: 'gone' } | { unit: 'clock' | 'minutes' | 'hours' | 'days'; text: string; count: number } {
  if (leftMs <= 0) return { unit: 'gone' }
  const minutes = Math.ceil(leftMs / 60_000)
  if (minutes <= 10) return { unit: 'clock', text: clockFace(leftMs), count: minutes }
  if (minutes < 120) return { unit: 'minutes', text: String(minutes), count: minutes }
  const hours = Math.round(minutes / 60)
  if (hours < 48) return { unit: 'hours', text: String(hours), count: hours }
  return { unit: 'days', text: String(Math.round(hours / 24)), count: Math.round(hours / 24) }
}
