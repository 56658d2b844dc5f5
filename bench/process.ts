import { fork, type ChildProcess } from 'node:child_process'

export interface Started {
  url: string
  pid: number
  readyMs: number
  stop(): Promise<void>
}

/** Runs one of our processes on a free port of this machine, until it says that it is ready. */
export async function startProcess(file: string, env: NodeJS.ProcessEnv): Promise<Started> {
  const began = performance.now()
  const child = fork(file, { execArgv: file.endsWith('.ts') ? ['--import', 'tsx'] : [], env, stdio: ['ignore', 2, 2, 'ipc'] })
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && 'ready' in message) resolve('port' in message ? Number(message.port) : 0)
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`${file} ended with ${signal ?? code} before it was ready`)))
  })
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, readyMs: performance.now() - began, stop: () => stopped(child) }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const impatient = setTimeout(() => child.kill('SIGKILL'), 12_000)
  await gone
  clearTimeout(impatient)
}
