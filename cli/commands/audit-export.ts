import { open, rename, rm } from 'node:fs/promises'
import { UsageError, type Command } from '@/cli/command'
import { evidenceOfApproval, evidenceOfPeriod, type Evidence, type Period } from '@/lib/audit/bundle'

export const command: Command = {
  usage: 'audit export (--approval <id> | --from <day> --to <day>) [--out <file>]',
  summary: 'a signed evidence bundle of one approval or a period; days are UTC, exact times are taken too',
  options: { approval: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, out: { type: 'string' } },
  database: true,
  async run({ options: { approval, from, to, out }, ctx, json }) {
    if ((approval === undefined) === (from === undefined && to === undefined)) throw new UsageError('give either --approval <id>, or --from <day> and --to <day>')
    const period = approval === undefined ? periodOf(from, to) : null
    const evidence = period ? await evidenceOfPeriod(ctx, period) : await evidenceOfApproval(ctx, String(approval))
    if (out === undefined && !json) {
      for await (const line of evidence.lines) if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once('drain', resolve))
      return undefined
    }
    const file = out === undefined ? evidence.name : String(out)
    const written = await write(evidence, file)
    return { json: { file, ...written }, text: `${file}: ${written.lines} lines. Check it with \`npx countersign audit verify ${file} --key <verifier key>\`.` }
  },
}

/** Half a bundle never gets the name of a whole one. */
async function write({ lines }: Evidence, file: string): Promise<{ lines: number; bytes: number }> {
  const draft = `${file}.part`
  const handle = await open(draft, 'w')
  try {
    const written = { lines: 0, bytes: 0 }
    for await (const line of lines) {
      written.lines += 1
      written.bytes += (await handle.write(line)).bytesWritten
    }
    await handle.sync()
    await rename(draft, file)
    return written
  } finally {
    await handle.close()
    await rm(draft, { force: true })
  }
}

const DAY_MS = 86_400_000

function periodOf(from: string | boolean | undefined, to: string | boolean | undefined): Period {
  const [start, end] = [timeOf(from, 0), timeOf(to, DAY_MS)]
  if (start >= end) throw new UsageError('--from is not before the end of --to')
  return { from: start, until: end }
}

/** A day is all of it: --to includes it. */
function timeOf(text: string | boolean | undefined, day: number): Date {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(String(text))
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/.test(String(text))
  const at = Date.parse(String(text))
  if (!(isDay || isTime) || Number.isNaN(at)) throw new UsageError('--from and --to are days, such as 2026-01-31, or times, such as 2026-01-31T12:00:00Z')
  return new Date(isDay ? at + day : at)
}
