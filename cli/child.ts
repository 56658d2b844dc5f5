import { fork, type ChildProcess } from 'node:child_process'

const HEALTHY_MS = 60_000
const LONGEST_WAIT_MS = 30_000
const GRACE_MS = 12_000

export interface ChildSpec {
  name: string
  file: string
  env: NodeJS.ProcessEnv
}

/** One process of ours: started, started again when it crashes, stopped. It knows us by the IPC channel only. */
export class Child {
  private process?: ChildProcess
  private wanted = true
  private failures = 0
  private retry?: NodeJS.Timeout

  constructor(
    private readonly spec: ChildSpec,
    private readonly say: (line: string) => void,
  ) {}

  /** Resolves when it said it is ready; rejects when it ended before. */
  start(): Promise<void> {
    const { file, env } = this.spec
    const startedAt = Date.now()
    // Its own process group: Ctrl-C in the terminal reaches only the supervisor, which stops things in order.
    const child = fork(file, { execArgv: ['--import', 'tsx'], env, stdio: ['ignore', 2, 2, 'ipc'], detached: true })
    this.process = child
    return new Promise((resolve, reject) => {
      let ready = false
      child.on('message', (message) => {
        if (typeof message !== 'object' || !('ready' in message)) return
        ready = true
        resolve()
      })
      child.once('error', reject)
      child.once('exit', (code, signal) => {
        const how = signal ?? `status ${code}`
        if (!ready) reject(new Error(`${this.spec.name} ended with ${how} before it was ready`))
        if (this.wanted && (ready || this.failures > 0)) this.again(how, Date.now() - startedAt)
      })
    })
  }

  async stop(): Promise<void> {
    this.wanted = false
    clearTimeout(this.retry)
    const child = this.process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill('SIGTERM')
    const impatient = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
    await gone
    clearTimeout(impatient)
  }

  private again(how: string, livedMs: number): void {
    this.failures = livedMs > HEALTHY_MS ? 1 : this.failures + 1
    const waitMs = Math.min(250 * 2 ** this.failures, LONGEST_WAIT_MS)
    this.say(`${this.spec.name} ended unexpectedly (${how}); starting it again in ${waitMs / 1000} s.`)
    this.retry = setTimeout(() => void this.start().catch(() => undefined), waitMs)
  }
}
