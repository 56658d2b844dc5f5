/** A stretch of the canonical text; `amount` marks the value at the tool's amount path. */
export interface Part {
  text: string
  amount: boolean
}

/** One top-level argument, cut out of the hashed text itself: nothing is parsed and written again on the way. */
export interface ArgumentRow {
  /** The key as the tool reads it. */
  key: string
  kind: 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array'
  /** The value's exact characters in the canonical text. */
  raw: string
  /** The same, laid out over lines. */
  parts: Part[]
  /** Too long to show at once: it has to be opened before anyone can decide. */
  folded: boolean
}

const FOLD_LENGTH = 600
const FOLD_LINES = 14
const INDENT = '  '

/**
 * Rows of an RFC 8785 object, in its own order. Throws on anything that is not canonical,
 * because then nobody can say what would run.
 */
export function argumentRows(canonical: string, amountPath: string | null = null): ArgumentRow[] {
  const scan = { text: canonical, at: 0 }
  const rows: ArgumentRow[] = []
  expect(scan, '{')
  while (canonical[scan.at] !== '}') {
    if (rows.length) expect(scan, ',')
    const key = JSON.parse(readString(scan)) as string
    expect(scan, ':')
    const start = scan.at
    const parts: Part[] = []
    const kind = kindAt(scan)
    readValue(scan, parts, 0, `/${escaped(key)}`, amountPath)
    const raw = canonical.slice(start, scan.at)
    rows.push({ key, kind, raw, parts: joined(parts), folded: isLong(raw, parts) })
  }
  expect(scan, '}')
  if (scan.at !== canonical.length) throw new SyntaxError('text after the arguments')
  return rows
}

interface Scan {
  text: string
  at: number
}

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')

function kindAt({ text, at }: Scan): ArgumentRow['kind'] {
  const first = text[at]
  if (first === '"') return 'string'
  if (first === '{') return 'object'
  if (first === '[') return 'array'
  if (first === 'n') return 'null'
  return first === 't' || first === 'f' ? 'boolean' : 'number'
}

function expect(scan: Scan, character: string): void {
  if (scan.text[scan.at] !== character) throw new SyntaxError(`expected ${character} at ${scan.at}`)
  scan.at += 1
}

function readString(scan: Scan): string {
  const start = scan.at
  expect(scan, '"')
  while (scan.text[scan.at] !== '"') {
    if (scan.at >= scan.text.length) throw new SyntaxError('a string does not end')
    scan.at += scan.text[scan.at] === '\\' ? 2 : 1
  }
  scan.at += 1
  return scan.text.slice(start, scan.at)
}

const LITERAL = /true|false|null|-?\d[\d.e+-]*/y

function readLiteral(scan: Scan): string {
  LITERAL.lastIndex = scan.at
  const found = LITERAL.exec(scan.text)?.[0]
  if (found === undefined) throw new SyntaxError(`no value at ${scan.at}`)
  scan.at += found.length
  return found
}

function readValue(scan: Scan, parts: Part[], depth: number, path: string, amountPath: string | null): void {
  const opening = scan.text[scan.at]
  const amount = path === amountPath
  if (opening === '"') return void parts.push({ text: broken(readString(scan)), amount })
  if (opening !== '{' && opening !== '[') return void parts.push({ text: readLiteral(scan), amount })
  const closing = opening === '{' ? '}' : ']'
  const plain = (text: string) => parts.push({ text, amount: false })
  scan.at += 1
  plain(opening)
  let count = 0
  while (scan.text[scan.at] !== closing) {
    if (count) expect(scan, ',')
    plain(`${count ? ',' : ''}\n${INDENT.repeat(depth + 1)}`)
    let name = String(count)
    if (opening === '{') {
      const key = readString(scan)
      name = escaped(JSON.parse(key) as string)
      expect(scan, ':')
      plain(`${key}: `)
    }
    readValue(scan, parts, depth + 1, `${path}/${name}`, amountPath)
    count += 1
  }
  scan.at += 1
  plain(count ? `\n${INDENT.repeat(depth)}${closing}` : closing)
}

/** A line feed inside a string also starts a new line; the escape itself stays to be seen. */
const broken = (string: string) => string.replace(/\\(?:n(?!"$)|[^n])/g, (escape) => (escape === '\\n' ? '\\n\n' : escape))

function joined(parts: Part[]): Part[] {
  const merged: Part[] = []
  for (const { text, amount } of parts) {
    const last = merged.at(-1)
    if (last && last.amount === amount) last.text += text
    else merged.push({ text, amount })
  }
  return merged
}

function isLong(raw: string, parts: Part[]): boolean {
  if (raw.length > FOLD_LENGTH) return true
  let lines = 1
  for (const { text } of parts) for (const character of text) if (character === '\n') lines += 1
  return lines > FOLD_LINES
}
