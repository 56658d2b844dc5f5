const C0 =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(' ')

const NAMES: Record<number, string> = {
  0x7f: 'DEL', 0x85: 'NEL', 0xa0: 'NBSP', 0xad: 'SHY', 0x34f: 'CGJ', 0x61c: 'ALM',
  0x115f: 'HANGUL FILLER', 0x1160: 'HANGUL FILLER', 0x1680: 'OGHAM SPACE', 0x180e: 'MVS',
  0x200b: 'ZWSP', 0x200c: 'ZWNJ', 0x200d: 'ZWJ', 0x200e: 'LRM', 0x200f: 'RLM',
  0x2028: 'LINE SEPARATOR', 0x2029: 'PARAGRAPH SEPARATOR',
  0x202a: 'LRE', 0x202b: 'RLE', 0x202c: 'PDF', 0x202d: 'LRO', 0x202e: 'RLO', 0x202f: 'NNBSP',
  0x205f: 'MMSP', 0x2060: 'WJ', 0x2061: 'FUNCTION', 0x2062: 'TIMES', 0x2063: 'SEPARATOR', 0x2064: 'PLUS',
  0x2066: 'LRI', 0x2067: 'RLI', 0x2068: 'FSI', 0x2069: 'PDI', 0x2800: 'BRAILLE BLANK',
  0x3000: 'IDEOGRAPHIC SPACE', 0x3164: 'HANGUL FILLER', 0xfeff: 'BOM', 0xffa0: 'HANGUL FILLER',
  0xfff9: 'IAA', 0xfffa: 'IAS', 0xfffb: 'IAT', 0xe0001: 'LANGUAGE TAG', 0xe007f: 'CANCEL TAG',
}

/** Pure. The short name that Unicode people use; a tag character says which letter it carries. */
export function hiddenName(point: number): string {
  if (point < 0x20) return C0[point] ?? 'CONTROL'
  const known = NAMES[point]
  if (known) return known
  if (point >= 0xe0020 && point < 0xe007f) return `TAG ${String.fromCodePoint(point - 0xe0000)}`
  if (point >= 0xfe00 && point <= 0xfe0f) return `VS${point - 0xfe00 + 1}`
  if (point >= 0xe0100 && point <= 0xe01ef) return `VS${point - 0xe0100 + 17}`
  if (point >= 0x2000 && point <= 0x200a) return 'SPACE'
  if (point >= 0x80 && point < 0xa0) return 'CONTROL'
  if (point >= 0xd800 && point <= 0xdfff) return 'SURROGATE'
  if ((point >= 0xe000 && point <= 0xf8ff) || (point >= 0xf0000 && (point & 0xfffe) !== 0xfffe)) return 'PRIVATE'
  if ((point & 0xfffe) === 0xfffe || (point >= 0xfdd0 && point <= 0xfdef)) return 'NONCHARACTER'
  return 'HIDDEN'
}
