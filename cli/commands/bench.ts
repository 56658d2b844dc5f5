import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { buildDesk } from '@/cli/build'
import type { Command } from '@/cli/command'

export const command: Command = {
  usage: 'bench [--quick] [--out <file>] [--past <url>]',
  summary: 'measures this machine, each figure beside the least that it could cost here; a database of its own, gone afterwards',
  options: { quick: { type: 'boolean', default: false }, out: { type: 'string', default: 'bench.json' }, past: { type: 'string' } },
  database: false,
  async run({ options }) {
    await buildDesk((line) => process.stderr.write(`${line}\n`))
    const words = ['--import', 'tsx', 'bench/main.ts', '--json', String(options.out), ...(options.quick ? ['--quick'] : []), ...(options.past ? ['--past', String(options.past)] : [])]
    // A process of its own: it decides as the desk does, which nothing at the command line may.
    const [code] = (await once(spawn(process.execPath, words, { stdio: 'inherit' }), 'exit')) as [number | null]
    process.exitCode = code ?? 1
    return code === 0 ? undefined : { json: { written: null }, text: 'The bench did not finish.', exitCode: code ?? 1 }
  },
}
