import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@/lib/errors'

const inputs = ['app', 'components', 'lib', 'packages', 'public', 'next.config.js', 'postcss.config.mjs', 'proxy.ts', 'tsconfig.json', 'package-lock.json']
const stamp = '.next/countersign-inputs'

/** `next build`, unless the desk was built from exactly these files. */
export async function buildDesk(say: (line: string) => void): Promise<void> {
  const wanted = await hashInputs()
  if (existsSync('.next/BUILD_ID') && (await readFile(stamp, 'utf8').catch(() => '')) === wanted) return
  say('Building the desk (on the first start and after changes; a minute or two) …')
  const output: Buffer[] = []
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('exit', resolve)
  })
  if (code !== 0) throw new AppError('internal', `The desk could not be built:\n${Buffer.concat(output).toString('utf8').trim()}`)
  await writeFile(stamp, wanted)
}

async function hashInputs(): Promise<string> {
  const hash = createHash('sha256').update(process.version)
  for (const input of inputs.filter((name) => existsSync(name))) {
    for (const file of await filesIn(input)) hash.update(`\0${file}\0`).update(await readFile(file))
  }
  return hash.digest('hex')
}

async function filesIn(input: string): Promise<string[]> {
  if (path.extname(input)) return [input]
  const entries = await readdir(input, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}
