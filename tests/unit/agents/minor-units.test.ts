import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromMinorUnits, toMinorUnits } from '@/lib/text/minor-units'

test.each([
  ['500', 'USD', 50_000],
  ['500.5', 'USD', 50_050],
  ['1,840.00', 'USD', 184_000],
  ['0.29', 'USD', 29],
  ['1.10', 'EUR', 110],
  ['12.3400', 'USD', 1234],
  ['900', 'JPY', 900],
  ['1.234', 'KWD', 1234],
  [' 7 ', 'ILS', 700],
])('%s in %s is %i minor units', (typed, currency, minor) => {
  expect(toMinorUnits(typed, currency)).toBe(minor)
})

test.each([
  ['', 'USD'],
  ['-1', 'USD'],
  ['1e3', 'USD'],
  ['0x10', 'USD'],
  ['1.234', 'USD'],
  ['1.5', 'JPY'],
  ['1,5', 'USD'],
  ['1,23,456', 'USD'],
  ['12 000', 'USD'],
  ['999999999999999', 'USD'],
  ['Infinity', 'USD'],
])('"%s" in %s is no amount', (typed, currency) => {
  expect(toMinorUnits(typed, currency)).toBeNull()
})

test('what is shown can be typed back, exactly, for every amount', () => {
  fc.assert(
    fc.property(fc.nat(Number.MAX_SAFE_INTEGER), fc.constantFrom('USD', 'JPY', 'KWD', 'ILS'), (minor, currency) => {
      fc.pre(fromMinorUnits(minor, currency).split('.')[0]!.length <= 15)
      expect(toMinorUnits(fromMinorUnits(minor, currency), currency)).toBe(minor)
    }),
  )
})
