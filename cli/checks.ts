import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'

export interface Tally {
  passed: number
  failed: number
}

const Results = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
})

/** One static check; it speaks only when it fails. */
export async function runCheck(name: string, bin: string, args: string[]): Promise<Tally> {
  const startedAt = performance.now()
  const { code, output } = await runNode(bin, args, {}, 'collect')
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds(startedAt)} s)`)
  if (code !== 0) console.log(output.trim())
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** One vitest project. Skipped tests count as failed, and so does a run that counts nothing. */
export async function runTests(project: string, env: Record<string, string> = {}): Promise<Tally> {
  const startedAt = performance.now()
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-results-'))
  const file = path.join(folder, 'results.json')
  try {
    const args = ['run', '--project', project, '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
    const { code } = await runNode('vitest/vitest.mjs', args, env, 'show')
    const results = Results.safeParse(JSON.parse(await readFile(file, 'utf8').catch(() => 'null')))
    const tally = results.success ? count(results.data, code) : { passed: 0, failed: 1 }
    console.log(`${tally.failed === 0 ? 'ok    ' : 'FAILED'}  ${project}: ${tally.passed} passed, ${tally.failed} failed (${seconds(startedAt)} s)`)
    return tally
  } finally {
    await rm(folder, { recursive: true })
  }
}

function count({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, success }: z.infer<typeof Results>, code: number): Tally {
  const failed = numFailedTests + numPendingTests + numTodoTests
  const clean = success && code === 0 && numPassedTests > 0
  return { passed: numPassedTests, failed: clean ? failed : Math.max(failed, 1) }
}

function runNode(bin: string, args: string[], env: Record<string, string>, output: 'collect' | 'show'): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [path.join('node_modules', bin), ...args], {
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', output === 'collect' ? 'pipe' : 'inherit', output === 'collect' ? 'pipe' : 'inherit'],
  })
  const chunks: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }))
  })
}

const seconds = (startedAt: number) => ((performance.now() - startedAt) / 1000).toFixed(1)
