import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseStrictJson } from '@/lib/strict-json'

const parse = (text: string) => parseStrictJson(new TextEncoder().encode(text))
const code = (text: string) => {
  const read = parse(text)
  return read.ok ? 'ok' : read.code
}

describe('strict JSON agrees with JSON.parse', () => {
  const safeNumber = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true })).filter(
    (n) => !Object.is(n, -0) && Math.abs(n) <= Number.MAX_SAFE_INTEGER,
  )
  const text = fc.string({ unit: 'binary' }).filter((s) => !/\p{Surrogate}|\0/u.test(s))
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant(null), fc.boolean(), safeNumber, text,
      fc.array(tie('tree')),
      fc.dictionary(text.filter((key) => key !== '__proto__'), tie('tree'), { noNullPrototype: true }),
    ),
  }))

  test('every well-behaved value is read as JSON.parse reads it, however it is spaced', () => {
    fc.assert(
      fc.property(tree, fc.constantFrom(0, 1, '\t', '\r\n '), (value, space) => {
        const written = JSON.stringify(value, null, space)
        expect(parse(written)).toEqual({ ok: true, value: JSON.parse(written) })
      }),
      { numRuns: 500 },
    )
  })

  test('it accepts nothing that JSON.parse refuses, and never throws', () => {
    const chars = fc.constantFrom(...'{}[]",:\\u0123456789abcdef-+.eE truefalsenull\n\t\x00é')
    const near = fc.tuple(tree, fc.nat(), chars, fc.boolean()).map(([value, n, char, insert]) => {
      const written = JSON.stringify(value)
      const at = n % (written.length + 1)
      return written.slice(0, at) + char + written.slice(insert ? at : at + 1)
    })
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: chars })), (written) => {
        const read = parse(written)
        // A cut pair travels as U+FFFD: compare with what arrived.
        const arrived = Buffer.from(written).toString()
        if (read.ok) expect(read.value).toEqual(JSON.parse(arrived))
      }),
      { numRuns: 2_000 },
    )
  })

  test('no bytes make it throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(typeof parseStrictJson(bytes).ok).toBe('boolean')
    }))
  })
})

describe('numbers', () => {
  test('any decimal text is accepted exactly when its value survives', () => {
    const digits = (max: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: max })
    const literal = fc
      .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.option(digits(22)), fc.option(fc.integer({ min: -30, max: 30 })))
      .map(([minus, whole, part, power]) => `${minus ? '-' : ''}${whole}${part === null ? '' : `.${part}`}${power === null ? '' : `e${power}`}`)
    fc.assert(
      fc.property(literal, (written) => {
        const value = JSON.parse(written) as number
        const survives = !Object.is(value, -0) && Math.abs(value) <= Number.MAX_SAFE_INTEGER && sameValue(written, String(value))
        expect(code(written)).toBe(survives ? 'ok' : 'unsafe_number')
      }),
      { numRuns: 3_000 },
    )
  })

  test.each(['9007199254740991', '-9007199254740991', '0', '0.0', '0e99', '1.50', '1E2', '5e-324', '0.1', '1e15', `1.${'0'.repeat(50_000)}`])(
    '%s is kept', (written) => expect(code(written)).toBe('ok'),
  )
  test.each(['9007199254740992', '1e22', '1e400', '-1e400', '1e-400', '4e-324', '-0', '-0.0', '-0e5', '0.1000000000000000055', '123456789.123456789123', `0.${'0'.repeat(50_000)}1`])(
    '%s is refused as unsafe', (written) => expect(code(`{"a":[${written}]}`)).toBe('unsafe_number'),
  )
  test.each(['01', '+1', '.5', '1.', '1e', '0x10', 'NaN', 'Infinity', '1_000', '-'])(
    '%s is not JSON', (written) => expect(code(written)).toBe('invalid_json'),
  )
})

describe('what readers disagree about is refused', () => {
  test.each([
    ['an empty body', ''],
    ['a second document', '{} {}'],
    ['a key twice', '{"a":1,"a":1}'],
    ['a key twice, once escaped', '{"a":1,"\\u0061":2}'],
    ['U+0000, escaped', '"a\\u0000b"'],
    ['U+0000, raw', '"a\0b"'],
    ['U+0000 in a key', '{"\\u0000":1}'],
    ['a lone high surrogate', '"\\ud800"'],
    ['a lone low surrogate', '"\\udc00x"'],
    ['surrogates the wrong way round', '"\\udc00\\ud800"'],
    ['a trailing comma', '[1,]'],
    ['a comment', '[1/*x*/]'],
    ['a byte order mark', '\ufeff{}'],
    ['a bad escape', '"\\x41"'],
    ['a signed escape', '"\\u+123"'],
    ['65 levels', '['.repeat(65) + ']'.repeat(65)],
    ['65 levels, mixed', '{"a":['.repeat(32) + '[' + ']'.repeat(33) + '}'.repeat(32)],
    ['a hundred thousand brackets', '['.repeat(100_000)],
  ])('%s', (_, written) => expect(code(written)).toBe('invalid_json'))

  test('bytes that are not UTF-8', () => {
    for (const bytes of [[0x22, 0xff, 0x22], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xe2, 0x82]]) {
      expect(parseStrictJson(Uint8Array.from(bytes))).toMatchObject({ ok: false, code: 'invalid_json' })
    }
  })

  test('64 levels and whole surrogate pairs pass', () => {
    expect(code('['.repeat(64) + ']'.repeat(64))).toBe('ok')
    expect(parse('"\\ud83d\\ude00"')).toEqual({ ok: true, value: '😀' })
  })

  test('a key that would reach the prototype, plain or escaped, at any depth', () => {
    expect(code('{"a":[{"__proto__":{}}]}')).toBe('reserved_key')
    expect(code('{"\\u005f_proto__":1}')).toBe('reserved_key')
    expect(code('{"constructor":1,"hasOwnProperty":2,"toString":3}')).toBe('ok')
  })
})

test('a body of 256 KiB of any shape is read in linear time', () => {
  const size = 256 * 1024
  const shapes = ['a'.repeat(size), '0'.repeat(size), `[${'0,'.repeat(size / 2)}0]`, `0.${'0'.repeat(size)}1`, `1${'0'.repeat(size)}1`, `"${'\\u0041'.repeat(size / 6)}"`]
  const started = performance.now()
  for (const shape of shapes) parse(shape)
  expect(performance.now() - started).toBeLessThan(20_000)
})

/** By value, in exact integer arithmetic: an oracle that shares nothing with the parser. */
function sameValue(a: string, b: string): boolean {
  const scale = (text: string): bigint => {
    const [mantissa = '', power = '0'] = text.toLowerCase().split('e')
    const [whole = '', part = ''] = mantissa.split('.')
    return BigInt(whole + part) * 10n ** BigInt(Number(power) - part.length + 400)
  }
  return scale(a) === scale(b)
}
