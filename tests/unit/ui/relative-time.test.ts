import { describe, expect, test } from 'vitest'
import { clockFace, relativeTime, timeLeft } from '@/components/ui/relative-time'

const now = Date.UTC(2026, 10, 20, 14)
const ago = (seconds: number, locale = 'en') => relativeTime(now - seconds * 1000, now, locale)

describe('times for people', () => {
  test('the largest unit that fits is used, and never rounded up', () => {
    expect([ago(0), ago(59), ago(119), ago(3_599), ago(86_399), ago(-120)]).toEqual(['now', '59 sec. ago', '1 min. ago', '59 min. ago', '23 hr. ago', 'in 2 min.'])
  })

  test('Hebrew reads as a person would say it', () => {
    expect(ago(60, 'he')).not.toContain('(1)')
    expect([ago(7_200, 'he'), ago(86_400, 'he'), ago(14 * 86_400, 'he')]).toEqual(['לפני שעתיים', 'אתמול', 'לפני שבועיים'])
  })

  test('a clock face counts down to zero and not below', () => {
    expect([clockFace(252_000), clockFace(59_001), clockFace(3_600_000), clockFace(0), clockFace(-5)]).toEqual(['4:12', '1:00', '1:00:00', '0:00', '0:00'])
  })

  test('a deadline is told by the second only when it is near, and is gone at zero', () => {
    expect(timeLeft(0)).toEqual({ unit: 'gone' })
    expect([timeLeft(1).unit, timeLeft(600_000).unit, timeLeft(600_001).unit, timeLeft(7_200_000).unit, timeLeft(200_000_000).unit]).toEqual(['clock', 'clock', 'minutes', 'hours', 'days'])
  })
})
