import { expect, test } from 'vitest'
import { barWidth } from '@/lib/audit/histogram'
import { readSpan, windowOf, writeSpan } from '@/lib/audit/time'

const now = new Date('2026-11-20T14:02:11Z')
const at = (text: string) => new Date(`2026-${text}Z`)

test('the window is a period of whole days, or two moments widened to whole hours', () => {
  expect(windowOf({ period: '30d' }, now)).toMatchObject({ from: at('10-22T00:00:00'), until: at('11-21T00:00:00') })
  expect(windowOf({ from: '2026-11-03', to: '2026-11-04' }, now)).toMatchObject({ from: at('11-03T00:00:00'), until: at('11-05T00:00:00') })
  expect(windowOf({ from: '2026-11-03T10:20Z', to: '2026-11-03T11:01Z' }, now)).toEqual({ from: at('11-03T10:00:00'), until: at('11-03T12:00:00') })
  expect(windowOf({ from: '2026-11-03T12:00Z', to: '2026-11-03T11:00Z' }, now)).toMatchObject({ until: at('11-21T00:00:00') })
  const long = windowOf({ from: '2001-01-01T00:00Z', to: '2026-11-03T00:00Z' }, now)
  expect((long.until.getTime() - long.from.getTime()) / 86_400_000).toBe(400)
})

test('a span is what of it lies inside the window; nothing of it and all of it are no span', () => {
  const window = { from: at('11-01T00:00:00'), until: at('11-08T00:00:00') }
  const span = { from: at('11-02T06:00:00'), until: at('11-03T00:00:00') }
  expect(readSpan(writeSpan(span), window)).toEqual(span)
  expect(readSpan('2026-10-20T00:00Z..2026-11-02T00:00Z', window)).toEqual({ from: window.from, until: at('11-02T00:00:00') })
  for (const none of [null, '', 'x..y', writeSpan(window), '2026-12-01T00:00Z..2026-12-02T00:00Z', '2026-11-03T00:00Z..2026-11-02T00:00Z']) expect(readSpan(none, window)).toBeNull()
})

test('bars are as narrow as fits', () => {
  const days = (count: number) => barWidth(new Date(now.getTime() - count * 86_400_000), now) / 3_600_000
  expect([1, 7, 30, 90, 400].map(days)).toEqual([1, 2, 8, 24, 120])
})
