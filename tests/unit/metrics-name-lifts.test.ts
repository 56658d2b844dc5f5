import { expect, test } from 'vitest'
import { nameLifts, type LinePoint } from '@/components/metrics/line-styles'

const point = (p50: number | null, p95: number | null, p99: number | null) =>
  ({ at: 0, short: '', long: '', count: '', said: { p50: '', p95: '', p99: '' }, href: '', p50, p95, p99 }) satisfies LinePoint

test('names of lines that end apart stay where their lines end', () => {
  expect(nameLifts([point(1, 5, 9)], 10)).toEqual({ p50: 0, p95: 0, p99: 0 })
})

test('names of lines that end together are stacked, the fastest lowest, each its own line', () => {
  expect(nameLifts([point(9, 9, 9), point(0, 0, 0)], 10)).toEqual({ p50: 0, p95: 12, p99: 24 })
})

test('a gap at the end is no end', () => {
  expect(nameLifts([point(2, 2, 9), point(null, null, null)], 10)).toEqual({ p50: 0, p95: 12, p99: 0 })
})
