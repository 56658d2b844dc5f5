import { createHash } from 'node:crypto'
import { finish, linesOf, start, step, type Reading } from '@/packages/verify/bundle'
import { checkLine, type CheckedLine, type CheckLine } from '@/packages/verify/check-line'
import { concat, type Bytes } from '@/packages/verify/encoding'
import type { VerifierKey } from '@/packages/verify/note'

const NEWLINE = Uint8Array.of(10)

/** Remembers what a line is; the same bytes always get the same answer (`checkLine` is pure). */
export function remembered(): CheckLine {
  const known = new Map<string, Promise<CheckedLine>>()
  return (bytes) => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
    let found = known.get(text)
    if (!found) known.set(text, (found = checkLine(bytes)))
    return found
  }
}

/**
 * The verifier's own steps over an unchanged beginning, kept line by line. A changed bundle is read on from where it differs:
 * a problem is never taken back, so the first one is what the verifier of the whole would say.
 */
export class Kept {
  private readonly before: Reading[] = []
  private readonly check = remembered()

  private constructor(readonly lines: readonly Bytes[]) {}

  static async of(bundle: Bytes, keys: readonly VerifierKey[]): Promise<Kept> {
    const kept = new Kept(linesOf(bundle).slice(0, -1))
    let reading = start(keys)
    for (const line of kept.lines) {
      kept.before.push(reading)
      reading = await step(reading, line, kept.check)
    }
    kept.before.push(reading)
    return kept
  }

  /** What is wrong when `put` stands in the place of the lines from..to; null when nobody would notice. */
  async problem(from: number, to: number, put: readonly Bytes[]): Promise<string | null> {
    let reading = this.before[from] as Reading
    for (const line of put) {
      reading = await step(reading, line) // never remembered: each of these is seen once
      if (reading.problems[0]) return reading.problems[0].text
    }
    for (const line of this.lines.slice(to)) {
      reading = await step(reading, line, this.check)
      if (reading.problems[0]) return reading.problems[0].text
    }
    const all = [...this.lines.slice(0, from), ...put, ...this.lines.slice(to)].slice(0, -1)
    const digest = createHash('sha256')
    for (const line of all) digest.update(line).update(NEWLINE)
    return (await finish(reading, digest.digest('hex'))).find(({ ok }) => !ok)?.text ?? null
  }

  /** One byte of a line, or the newline after it, is another. */
  change(line: number, at: number, byte: number): Promise<string | null> {
    const own = this.lines[line] as Bytes
    const isLast = line === this.lines.length - 1
    // What follows the newline is joined on when it is no newline any more.
    const joined = at === own.length && !isLast
    const region = concat(own, NEWLINE, ...(joined ? [this.lines[line + 1] as Bytes, NEWLINE] : []))
    region[at] = byte
    const parts = linesOf(region)
    const cutOff = (parts.at(-1) as Bytes).length > 0
    return cutOff ? Promise.resolve('cut off') : this.problem(line, line + (joined ? 2 : 1), parts.slice(0, -1))
  }
}
