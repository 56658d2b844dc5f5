import { exactNumber } from './strict-number'

/** `at`, `why` and `fault`: where in the text it stops making sense, what is wrong there, and which of the known faults that is. */
type StrictJson =
  | { ok: true; value: unknown }
  | { ok: false; code: 'invalid_json' | 'unsafe_number' | 'reserved_key'; detail: string; at?: number; why?: string; fault: JsonFault }

const FAULTS = {
  after_end: 'text after the end',
  too_early: 'the body ends too early',
  key_expected: 'a key in double quotes is expected',
  colon_expected: '":" is expected',
  comma_expected: '"," or a closing bracket is expected',
  value_expected: 'a value is expected',
  string_open: 'a string has no end',
  control_character: 'a control character stands in a string',
  half_character: 'a string holds half of a surrogate pair',
  unknown_escape: 'an unknown escape',
  hex_expected: '\\u needs four hexadecimal digits',
  null_character: 'a string holds U+0000',
} as const
export type JsonFault = keyof typeof FAULTS | 'not_text' | 'too_deep' | 'key_twice' | 'unsafe_number' | 'reserved_key'

const MAX_DEPTH = 64
const ESCAPES: Record<string, string> = {
  '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t',
}
const LONE_SURROGATE = /\p{Surrogate}/u
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const HEX4 = /^[0-9a-fA-F]{4}$/
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

class Refusal extends Error {
  constructor(readonly code: 'invalid_json' | 'unsafe_number' | 'reserved_key', readonly fault: JsonFault, detail: string, readonly at?: number, readonly why = detail) {
    super(detail)
  }
}

/**
 * JSON that means one thing to every reader: what is hashed, stored and shown is what was sent.
 * Pure, one pass; `JSON.parse` would keep the last of two equal keys and round large numbers.
 */
export function parseStrictJson(bytes: Uint8Array): StrictJson {
  try {
    return { ok: true, value: new Reader(decode(bytes)).document() }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, code: error.code, detail: error.message, at: error.at, why: error.why, fault: error.fault }
    throw error
  }
}

function decode(bytes: Uint8Array): string {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw new Refusal('invalid_json', 'not_text', 'The body is not valid UTF-8.')
  }
  if (text.charCodeAt(0) === 0xfeff) throw new Refusal('invalid_json', 'not_text', 'The body starts with a byte order mark.')
  return text
}

class Reader {
  private at = 0
  private depth = 0
  constructor(private readonly text: string) {}

  document(): unknown {
    this.space()
    const value = this.value()
    this.space()
    if (this.at < this.text.length) this.fail('after_end')
    return value
  }

  private value(): unknown {
    switch (this.text[this.at]) {
      case '{': return this.object()
      case '[': return this.array()
      case '"': return this.string()
      case 't': return this.word('true', true)
      case 'f': return this.word('false', false)
      case 'n': return this.word('null', null)
      case undefined: return this.fail('too_early')
      default: return this.number()
    }
  }

  private object(): Record<string, unknown> {
    this.open()
    const object: Record<string, unknown> = {}
    if (this.closes('}')) return object
    for (;;) {
      if (this.text[this.at] !== '"') this.fail('key_expected')
      const key = this.string()
      if (key === '__proto__') throw new Refusal('reserved_key', 'reserved_key', 'The key "__proto__" is reserved.', this.at)
      if (Object.hasOwn(object, key)) this.refuse('key_twice', `the key ${JSON.stringify(key.slice(0, 64))} appears twice`)
      this.space()
      if (this.text[this.at] !== ':') this.fail('colon_expected')
      this.at++
      this.space()
      object[key] = this.value()
      this.space()
      if (this.closes('}')) return object
      this.comma()
    }
  }

  private array(): unknown[] {
    this.open()
    const array: unknown[] = []
    if (this.closes(']')) return array
    for (;;) {
      array.push(this.value())
      this.space()
      if (this.closes(']')) return array
      this.comma()
    }
  }

  private string(): string {
    const { text } = this
    let start = ++this.at
    let built = ''
    let escaped = false
    for (;;) {
      const code = text.charCodeAt(this.at)
      if (code === 0x22) break
      if (code === 0x5c) {
        built += text.slice(start, this.at) + this.escape()
        start = this.at
        escaped = true
      } else if (code >= 0x20) this.at++
      else this.fail(this.at >= text.length ? 'string_open' : 'control_character')
    }
    built += text.slice(start, this.at++)
    if (escaped && LONE_SURROGATE.test(built)) this.fail('half_character')
    return built
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? ''
    if (letter !== 'u') {
      this.at += 2
      return ESCAPES[letter] ?? this.fail('unknown_escape')
    }
    const hex = this.text.slice(this.at + 2, this.at + 6)
    if (!HEX4.test(hex)) this.fail('hex_expected')
    if (hex === '0000') this.fail('null_character')
    this.at += 6
    return String.fromCharCode(parseInt(hex, 16))
  }

  private number(): number {
    NUMBER.lastIndex = this.at
    const text = NUMBER.exec(this.text)?.[0]
    if (text === undefined) return this.fail('value_expected')
    const value = exactNumber(text)
    if (value === null) {
      throw new Refusal('unsafe_number', 'unsafe_number', `The number ${text.slice(0, 40)} cannot be kept exactly; send it as a string.`, this.at)
    }
    this.at += text.length
    return value
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.fail('value_expected')
    this.at += word.length
    return value
  }

  private open(): void {
    this.at++
    if (++this.depth > MAX_DEPTH) this.refuse('too_deep', `nested deeper than ${MAX_DEPTH}`)
    this.space()
  }

  private closes(bracket: '}' | ']'): boolean {
    if (this.text[this.at] !== bracket) return false
    this.at++
    this.depth--
    return true
  }

  private comma(): void {
    if (this.text[this.at] !== ',') this.fail('comma_expected')
    this.at++
    this.space()
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.at++
    }
  }

  private fail(fault: keyof typeof FAULTS): never {
    this.refuse(fault, FAULTS[fault])
  }

  private refuse(fault: JsonFault, why: string): never {
    throw new Refusal('invalid_json', fault, `The body is not strict JSON: ${why} (character ${this.at + 1}).`, this.at, why)
  }
}
