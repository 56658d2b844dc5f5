import { hiddenName } from './hidden-names'

export type Segment =
  | { kind: 'text'; text: string }
  /** A word whose letters come from more than one script, such as a Cyrillic а in "pаypal". */
  | { kind: 'mixed'; text: string; scripts: string[] }
  /** One character that would not be seen, or that would reorder what is seen. */
  | { kind: 'hidden'; text: string; code: string; name: string }

const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]|(?! )\p{Zs}/u
/** Format characters that do draw something: Arabic number signs and their like. */
const SEEN = /[\n\t\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}]/u
const EMOJI_STYLE = /[\uFE0E\uFE0F]/
const EMOJI_BASE = /[\p{Extended_Pictographic}#*0-9]/u
const WORD = /[\p{L}\p{M}\p{N}]+/gu

const SCRIPTS = [
  'Latin', 'Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Cherokee', 'Coptic', 'Georgian', 'Devanagari',
  'Bengali', 'Tamil', 'Thai', 'Lao', 'Ethiopic', 'Lisu', 'Deseret', 'Osage', 'Tifinagh', 'Gothic', 'Runic',
].map((name) => ({ name, letter: new RegExp(`\\p{Script=${name}}`, 'u') }))
/** Scripts that are written together, and with Latin, in ordinary East Asian text. */
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u
const SHARED = /[\p{Script=Common}\p{Script=Inherited}]/u

/** Pure. Cuts text so that joining every `text` gives the input back, and nothing hidden is left in plain segments. */
export function visibleSegments(input: string): Segment[] {
  const segments: Segment[] = []
  let plain = ''
  let before = ''
  const characters = [...input]
  characters.forEach((character, index) => {
    if (isHidden(character, before, characters[index + 1])) {
      segments.push(...words(plain), hidden(character))
      plain = ''
    } else plain += character
    before = character
  })
  return [...segments, ...words(plain)]
}

/** Pure. Whether anything would be drawn other than as plain text. */
export const isPlain = (input: string) => visibleSegments(input).every((segment) => segment.kind === 'text')

function isHidden(character: string, before: string, after: string | undefined): boolean {
  if (character === '\r') return after !== '\n'
  if (!HIDDEN.test(character) || SEEN.test(character)) return false
  return !(EMOJI_STYLE.test(character) && EMOJI_BASE.test(before))
}

function hidden(character: string): Segment {
  const point = character.codePointAt(0) ?? 0
  const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
  return { kind: 'hidden', text: character, code, name: hiddenName(point) }
}

function words(plain: string): Segment[] {
  const segments: Segment[] = []
  let from = 0
  for (const match of plain.matchAll(WORD)) {
    const scripts = scriptsOf(match[0])
    if (scripts.length < 2) continue
    if (match.index > from) segments.push({ kind: 'text', text: plain.slice(from, match.index) })
    segments.push({ kind: 'mixed', text: match[0], scripts })
    from = match.index + match[0].length
  }
  if (from < plain.length) segments.push({ kind: 'text', text: plain.slice(from) })
  return segments
}

function scriptsOf(word: string): string[] {
  if (/^[\p{ASCII}]*$/u.test(word)) return []
  const found = new Set<string>()
  for (const letter of word) {
    if (SHARED.test(letter) || EAST_ASIAN.test(letter)) continue
    found.add(SCRIPTS.find((script) => script.letter.test(letter))?.name ?? 'Other')
  }
  return [...found]
}
