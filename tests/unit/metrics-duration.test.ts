import { expect, test } from 'vitest'
import { axisUnit, durationOf } from '@/components/metrics/duration'

test.each([
  [400, { unit: 'seconds', seconds: 0.4 }],
  [59_400, { unit: 'seconds', seconds: 59 }],
  [59_600, { unit: 'minutes', minutes: 1, seconds: 0 }],
  [110_000, { unit: 'minutes', minutes: 1, seconds: 50 }],
  [3_599_600, { unit: 'hours', hours: 1, minutes: 0 }],
  [11_100_000, { unit: 'hours', hours: 3, minutes: 5 }],
])('%i ms reads with two figures at most', (ms, expected) => {
  expect(durationOf(ms)).toEqual(expected)
})

test('the axis uses the unit in which its numbers stay small', () => {
  expect(axisUnit(30_000).name).toBe('seconds')
  expect(axisUnit(600_000).name).toBe('minutes')
  expect(axisUnit(9_000_000).name).toBe('hours')
})
