import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPlain, visibleSegments } from '@/lib/text/visible'

const nasty = fc.oneof(
  fc.constantFrom('\u202e', '\u200b', '\u200d', '\u2066', '\ufeff', '\u{e0041}', '\u{e0101}', '\ufe0f', '\u00ad', '\u00a0', '\u0000', '\u001b', '\r', '\n', '\u2028', '\u3164', '\u2800', '\ud800', '\u061c'),
  fc.constantFrom('paypal', 'p\u0430ypal', 'שלום', '❤️', '会社ABC', 'abc\u03b1', ' ', '7'),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const text = fc.array(nasty, { maxLength: 20 }).map((parts) => parts.join(''))
const names = (input: string) => visibleSegments(input).flatMap((s) => (s.kind === 'hidden' ? [`${s.code} ${s.name}`] : []))

describe('hidden characters', () => {
  test('joining the segments gives back every code unit that came in', () => {
    fc.assert(
      fc.property(text, (input) => {
        expect(visibleSegments(input).map((segment) => segment.text).join('')).toBe(input)
      }),
    )
  })

  test('no control, bidirectional, zero-width, tag or odd space character is left in plain segments', () => {
    const forbidden = /[\p{Bidi_Control}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u00a0\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}\ud800-\udfff]/u
    fc.assert(
      fc.property(text, (input) => {
        for (const segment of visibleSegments(input))
          if (segment.kind !== 'hidden') expect(segment.text).not.toMatch(forbidden)
          else expect([...segment.text]).toHaveLength(1)
      }),
    )
  })

  test('a hidden character is named as Unicode people name it', () => {
    expect(names('a\u202eb')).toEqual(['U+202E RLO'])
    expect(names('\u200b\u2067\ufeff\u0000\u001b')).toEqual(['U+200B ZWSP', 'U+2067 RLI', 'U+FEFF BOM', 'U+0000 NUL', 'U+001B ESC'])
    expect(names('\u{e0041}\u{e007f}\u{e0100}')).toEqual(['U+E0041 TAG A', 'U+E007F CANCEL TAG', 'U+E0100 VS17'])
  })

  test('ordinary text, new lines, tabs, Hebrew and styled emoji are plain', () => {
    for (const plain of ['', 'Refund $1,840.00\n\tto Maya', 'שלום עולם', 'a\r\nb', '❤️ ☎️ 1️', 'naïve café', '会社 ABC株式会社'])
      expect(isPlain(plain), JSON.stringify(plain)).toBe(true)
  })

  test('a variation selector is let through only right after something it can style', () => {
    expect(names('❤\ufe0f\ufe0f')).toEqual(['U+FE0F VS16'])
    expect(names('a\ufe0f')).toEqual(['U+FE0F VS16'])
  })

  test('a carriage return alone, which could overwrite a line, is drawn', () => {
    expect(names('safe\revil')).toEqual(['U+000D CR'])
  })
})

describe('mixed scripts', () => {
  const mixed = (input: string) => visibleSegments(input).flatMap((s) => (s.kind === 'mixed' ? [`${s.text}:${s.scripts.join('+')}`] : []))

  test('a word with letters of two scripts is marked, whole', () => {
    expect(mixed('to p\u0430ypal now')).toEqual(['p\u0430ypal:Latin+Cyrillic'])
    expect(mixed('\u0391pple')).toEqual(['\u0391pple:Greek+Latin'])
  })

  test('two scripts in two words, and East Asian with Latin, are ordinary', () => {
    expect(mixed('hello שלום привет')).toEqual([])
    expect(mixed('T恤 ABC株式会社 東京タワー')).toEqual([])
  })

  test('letters of one script and any digits never make a mixed word', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'abcxyzABC0189_') }), (word) => mixed(word).length === 0))
  })
})
