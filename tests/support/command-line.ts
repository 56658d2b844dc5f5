import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

export interface Printed {
  status: number | null
  out: string
  err: string
}

/** `npx countersign …` as a process of its own, on this test file's database unless `env` says otherwise. */
export async function countersign(words: string[], { input = '', env = {} }: { input?: string; env?: Record<string, string | undefined> } = {}): Promise<Printed> {
  const child = spawn(process.execPath, ['cli/countersign.mjs', ...words], { env: { ...process.env, ...env } as NodeJS.ProcessEnv })
  child.stdin.end(input)
  const status = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { status: await status, out, err }
}
