import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ticksBetween } from '@/components/audit/ticks'

const HOUR = 3_600_000
const said = (from: string, until: string) => ticksBetween(new Date(from), new Date(until)).map(({ at, within }) => at.toISOString().slice(5, within ? 16 : 10))

test('a week is marked by its days, each where it begins', () => {
  expect(said('2026-11-16T00:00Z', '2026-11-23T00:00Z')).toEqual(['11-16', '11-17', '11-18', '11-19', '11-20', '11-21', '11-22'])
  expect(said('2026-11-15T07:00Z', '2026-11-22T07:00Z')).toEqual(['11-16', '11-17', '11-18', '11-19', '11-20', '11-21'])
})

test('a day by its hours, and midnight by its date', () => {
  expect(said('2026-11-21T20:00Z', '2026-11-22T20:00Z')).toEqual(['11-22', '11-22T06:00', '11-22T12:00'])
})

test('whatever the span, at most eight, in order, at their own places', () => {
  fc.assert(
    fc.property(fc.integer({ min: 300_000, max: 500_000 }), fc.integer({ min: 1, max: 40_000 }), (begin, hours) => {
      const from = new Date(begin * HOUR)
      const ticks = ticksBetween(from, new Date((begin + hours) * HOUR))
      expect(ticks.length).toBeGreaterThan(0)
      expect(ticks.length).toBeLessThanOrEqual(8)
      for (const { at, place } of ticks) {
        expect(at.getTime() % HOUR).toBe(0)
        expect(place).toBeCloseTo((at.getTime() - from.getTime()) / (hours * HOUR))
      }
      expect(ticks.map(({ place }) => place)).toEqual(ticks.map(({ place }) => place).toSorted((a, b) => a - b))
    }),
  )
})
