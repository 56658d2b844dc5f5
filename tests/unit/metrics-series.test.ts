import fc from 'fast-check'
import { expect, test } from 'vitest'
import { before, DAY, HOUR, lastDay, LONGEST_DAYS, periodOf } from '@/lib/metrics/period'
import { merge, NOTHING, percentile } from '@/lib/metrics/histogram'
import { actionsIn, backlog, buckets, ENOUGH, fill, growth, pointsMoved, share, ticks, total, type ActionPoint } from '@/lib/metrics/series'

/** As SQL's metrics_bin and count_each do it. */
function histogramOf(times: readonly number[]): Record<string, number> {
  const hist: Record<string, number> = {}
  for (const ms of times) {
    const bin = ms <= 0 ? -1 : Math.ceil(Math.log(ms) / Math.log(1.02 / 0.98))
    hist[bin] = (hist[bin] ?? 0) + 1
  }
  return hist
}

const now = new Date('2026-03-29T14:30:00.000Z') // clocks change in much of the world today

test('the last days are whole UTC days up to and including today, also where clocks change', () => {
  const period = periodOf({ period: '7d' }, now)
  expect(period.from.toISOString()).toBe('2026-03-23T00:00:00.000Z')
  expect(lastDay(period)).toBe('2026-03-29')
  const starts = buckets(period)
  expect(starts).toHaveLength(7)
  expect(starts.every((at) => at % DAY === 0)).toBe(true)
})

test('the last 24 hours are whole hours, the running one included', () => {
  const period = periodOf({ period: '24h' }, now)
  expect(buckets(period)).toHaveLength(24)
  expect(buckets(period).at(-1)).toBe(Date.parse('2026-03-29T14:00:00.000Z'))
})

test('an own period includes both its days and ends today at the latest', () => {
  expect(buckets(periodOf({ period: 'custom', from: '2026-02-27', to: '2026-03-02' }, now))).toHaveLength(4)
  expect(lastDay(periodOf({ period: 'custom', from: '2026-03-01', to: '2099-01-01' }, now))).toBe('2026-03-29')
  expect(buckets(periodOf({ period: 'custom', from: '1970-01-01', to: '2026-03-01' }, now))).toHaveLength(LONGEST_DAYS)
})

test.each([
  { from: '2026-03-05', to: '2026-03-01' }, { from: 'yesterday', to: '2026-03-01' }, { from: '2026-02-31', to: '2026-03-01' },
  { from: '2027-01-01', to: '2027-01-02' }, { from: null, to: null },
])('a period that makes no sense ($from to $to) becomes the usual one', (wish) => {
  expect(periodOf({ period: 'custom', ...wish }, now)).toEqual(periodOf({ period: '7d' }, now))
})

test('the period before is as long and ends where this one starts', () => {
  const period = periodOf({ period: '30d' }, now)
  expect(before(period).until).toEqual(period.from)
  expect(buckets(before(period))).toHaveLength(30)
})

const some = (at: number, allowed: number, times: number[], user: string): ActionPoint => ({
  ...total([]), at, allowed, users: { [user]: allowed }, response: { hist: histogramOf(times), least: Math.min(...times), most: Math.max(...times) },
})

test('buckets without rows are zero, and putting together never changes the sum', () => {
  const row = fc.record({ hour: fc.integer({ min: 0, max: 23 }), allowed: fc.nat(99), times: fc.array(fc.nat(1e8), { minLength: 1 }), user: fc.constantFrom('a', 'b', 'c') })
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const starts = buckets(periodOf({ period: '24h' }, now))
      const points = rows.map(({ hour, allowed, times, user }) => some((starts[0] ?? 0) + hour * HOUR, allowed, times, user))
      const filled = fill(points, starts, total)
      expect(filled.map((point) => point.at)).toEqual(starts)
      expect(actionsIn(total(filled))).toBe(rows.reduce((sum, { allowed }) => sum + allowed, 0))
      expect(Object.keys(total(filled).users).sort()).toEqual([...new Set(rows.map(({ user }) => user))].sort())
      expect(total(filled).response).toEqual(merge(points.map(({ response }) => response)))
    }),
  )
})

test('a merged percentile is within 2 % of the values themselves, however they were split', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(6e8), { minLength: 1 }), { minLength: 1 }), fc.constantFrom(0.5, 0.95, 0.99, 1), (groups, part) => {
      const merged = merge(groups.map((times) => ({ hist: histogramOf(times), least: Math.min(...times), most: Math.max(...times) })))
      const sorted = groups.flat().sort((a, b) => a - b)
      const exact = sorted[Math.ceil(part * sorted.length) - 1] ?? 0
      expect(Math.abs((percentile(merged, part) ?? -1) - exact)).toBeLessThanOrEqual(exact * 0.0201 + 1)
    }),
  )
  expect(percentile(NOTHING, 0.5)).toBeNull()
})

test('the backlog carries what was asked before and not answered, and forgets what was answered before', () => {
  const starts = buckets(periodOf({ period: '7d' }, now))
  const first = starts[0] ?? 0
  const hour = (at: number) => String(at / HOUR)
  const rows = [
    { at: first - 3 * DAY, asked: 5, resolved_in: { [hour(first - 2 * DAY)]: 2, [hour(first + DAY)]: 1 } },
    { at: first + DAY, asked: 4, resolved_in: { [hour(first + DAY + 23 * HOUR)]: 3 } },
  ]
  expect(backlog(rows, starts, 'day')).toEqual([3, 3, 3, 3, 3, 3, 3])
  expect(backlog([], starts, 'day')).toEqual([0, 0, 0, 0, 0, 0, 0])
})

test('a share of few says how few, and is compared with nothing', () => {
  expect(share(0, 0)).toEqual({ kind: 'none' })
  expect(share(1, ENOUGH - 1)).toEqual({ kind: 'few', part: 1, of: ENOUGH - 1 })
  expect(share(5, ENOUGH)).toMatchObject({ kind: 'share', value: 0.25 })
  expect(pointsMoved(share(5, ENOUGH), share(1, 3))).toBeNull()
  expect(pointsMoved(share(10, ENOUGH), share(5, ENOUGH))).toBeCloseTo(25)
  expect(growth(10, ENOUGH - 1)).toBeNull()
  expect(growth(30, 20)).toBeCloseTo(0.5)
})

test('axis ticks start at zero, are evenly spaced and hold the largest value', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), (largest) => {
      const marks = ticks(largest)
      expect(marks[0]).toBe(0)
      expect(marks.at(-1)).toBeGreaterThanOrEqual(largest)
      expect(marks.length).toBeLessThanOrEqual(6)
      expect(marks.every((mark) => Number.isInteger(mark))).toBe(true)
      const step = marks[1] ?? 0
      expect(marks.every((mark, index) => mark === step * index)).toBe(true)
    }),
  )
})
