import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalText, parseCanonical } from '@/packages/verify/json'

/** IEEE 754 bits and their one spelling: the samples of RFC 8785, appendix B. */
const NUMBERS: [bits: string, text: string][] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
]

test.each(NUMBERS)('the number %s is written %s', (bits, text) => {
  expect(canonicalText(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text)
})

test.each([NaN, Infinity, -Infinity])('%s has no text', (value) => {
  expect(() => canonicalText(value)).toThrow()
})

test('keys are ordered by their UTF-16 code units, as in RFC 8785, 3.2.3', () => {
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6']
  const text = canonicalText(Object.fromEntries(keys.map((key) => [key, 0])))
  expect(Object.keys(JSON.parse(text) as object)).toEqual(['1', '\r', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'])
})

test('strings escape what they must and nothing else, as in RFC 8785, 3.2.2', () => {
  expect(canonicalText('\u20ac$\u000f\nA\'B"\\\\"/')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"')
  expect(canonicalText('\b\t\n\f\r\u001b')).toBe('"\\b\\t\\n\\f\\r\\u001b"')
  expect(() => canonicalText('\ud83d')).toThrow()
})

test.each([' {}', '{} ', '{"b":1,"a":2}', '{"a":1,"a":1}', '{"a":1.0}', '{"a":1e0}', '{"a":-0}', '"\\u0041"', '"\\/"', '[1, 2]', '', '{"a":1}\r', '\ufeff{}', '9007199254740993'])('%j is not canonical', (text) => {
  expect(parseCanonical(text)).toBeUndefined()
})

test('every JSON value reads back from its own text, and only from that', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), fc.constantFrom(' ', '\n', '0', '"', ','), (value, at, extra) => {
      const text = canonicalText(value)
      expect(canonicalText(parseCanonical(text))).toBe(text)
      const position = at % (text.length + 1)
      const read = parseCanonical(`${text.slice(0, position)}${extra}${text.slice(position)}`)
      if (read !== undefined) expect(canonicalText(read)).not.toBe(text)
    }),
  )
})
