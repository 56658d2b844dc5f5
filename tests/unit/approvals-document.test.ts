import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { argumentRows, type ArgumentRow } from '@/lib/approvals/document'
import { canonical } from '@/lib/audit/canonical'

const text = (row: ArgumentRow) => row.parts.map((part) => part.text).join('')
const put = (rows: ArgumentRow[]) => `{${rows.map(({ key, raw }) => `${canonical(key)}:${raw}`).join(',')}}`

/** Takes the layout out again: line feeds never occur raw in JSON strings, indents only outside of them. */
function compact(shown: string): string {
  let out = ''
  let inside = false
  for (let at = 0; at < shown.length; at += 1) {
    const character = shown[at] as string
    if (inside && character === '\\') {
      out += character + (shown[at + 1] ?? '')
      at += 1
    } else if (character === '"') {
      inside = !inside
      out += character
    } else if (character !== '\n' && (inside || character !== ' ')) out += character
  }
  return out
}

const strings = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('"', '\\', 'n', '\n', ' ', '{', '}', '[', ',', ':', '\u202e', '\u200b', '<b>', 'א') }),
)
const values = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, fc.constant(null), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), strings, tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 5 }),
  map: fc.dictionary(strings.filter((key) => key !== '__proto__'), tie('value'), { maxKeys: 5 }),
})).map

describe('the arguments a reviewer sees', () => {
  test('put together again are the hashed text, character for character', () => {
    fc.assert(
      fc.property(values, (args) => {
        const hashed = canonical(args)
        expect(put(argumentRows(hashed))).toBe(hashed)
      }),
      { numRuns: 500 },
    )
  })

  test('lose nothing and gain nothing by being laid out over lines', () => {
    fc.assert(
      fc.property(values, (args) => {
        for (const row of argumentRows(canonical(args))) expect(compact(text(row))).toBe(row.raw)
      }),
      { numRuns: 500 },
    )
  })

  test('keep the order of the hashed text, also for keys that look like numbers', () => {
    expect(argumentRows('{"10":1,"9":2}').map((row) => row.key)).toEqual(['10', '9'])
  })

  test('mark the amount where the tool says it is, at any depth', () => {
    const marked = (args: object, path: string) =>
      argumentRows(canonical(args), path).flatMap((row) => row.parts.filter((part) => part.amount).map((part) => `${row.key}: ${part.text}`))
    expect(marked({ amount_cents: 184000, order_id: '1' }, '/amount_cents')).toEqual(['amount_cents: 184000'])
    expect(marked({ payment: { total: 5, fee: 1 } }, '/payment/total')).toEqual(['payment: 5'])
    expect(marked({ 'a/b': { '~': 7 } }, '/a~1b/~0')).toEqual(['a/b: 7'])
    expect(marked({ amount_cents: 1 }, '/other')).toEqual([])
  })

  test('fold by length and by number of lines, never below both limits', () => {
    const folded = (value: unknown) => argumentRows(canonical({ value }))[0]?.folded
    expect(folded('a'.repeat(598))).toBe(false)
    expect(folded('a'.repeat(599))).toBe(true)
    expect(folded(Array.from({ length: 12 }, () => 1))).toBe(false)
    expect(folded(Array.from({ length: 13 }, () => 1))).toBe(true)
    expect(folded('a\n'.repeat(15))).toBe(true)
  })

  test('break lines of text where the text does, and leave an escaped backslash alone', () => {
    expect(argumentRows(canonical({ body: 'Dear Maya,\nsorry.\n' })).map(text)).toEqual(['"Dear Maya,\\n\nsorry.\\n"'])
    expect(argumentRows(canonical({ path: 'C:\\new' })).map(text)).toEqual(['"C:\\\\new"'])
  })

  test.each(['', '[]', '{', '{"a":1', '{"a":1}x', '{"a":}', '{"a" :1}', '{"a":"x}', '{"a":1 }'])('are refused when %j is not canonical', (broken) => {
    expect(() => argumentRows(broken)).toThrow(SyntaxError)
  })
})
