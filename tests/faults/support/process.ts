import { fork, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { freePort } from '@/tests/e2e/support/stack'

const FILES = { desk: 'cli/desk.ts', gateway: 'gateway/main.ts', worker: 'worker/main.ts' } as const
export type Door = keyof typeof FILES

/** One process of ours, which can be stopped, killed and started again on its old port. */
export class Running {
  private child?: ChildProcess
  private said: string[] = []

  private constructor(
    readonly door: Door,
    readonly url: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly node: readonly string[],
  ) {}

  /** `imports`: modules that are loaded into the process before anything else. */
  static async launch(door: Door, more: Record<string, string> = {}, imports: readonly string[] = []): Promise<Running> {
    if (door === 'desk' && !existsSync('.next/BUILD_ID')) throw new Error('The desk is not built: run `npx next build`, or the whole of `npm test`.')
    const port = String(await freePort())
    const url = `http://localhost:${port}`
    const own: Record<string, string> = { desk: { PORT: port, NEXTAUTH_URL: url }, gateway: { GATEWAY_PORT: port }, worker: {} }[door]
    const env = { ...process.env, ...own, NODE_ENV: 'production' as const, LISTEN_ADDRESS: '127.0.0.1', LOG_LEVEL: 'error', PGAPPNAME: `faults-${door}`, ...more }
    const running = new Running(door, url, env, imports.flatMap((file) => ['--import', file]))
    await running.start()
    return running
  }

  /** Resolves when it says that it is ready. */
  start(): Promise<void> {
    const child = fork(FILES[this.door], { execArgv: [...this.node, '--import', 'tsx'], env: this.env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    this.child = child
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (this.said = [...this.said.slice(-200), chunk.toString()]))
    return new Promise((resolve, reject) => {
      child.once('message', () => resolve())
      child.once('exit', (code, signal) => reject(new Error(`the ${this.door} ended with ${signal ?? code}\n${this.output().slice(-4000)}`)))
    })
  }

  get alive(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null
  }

  /** What it has written lately. */
  output = () => this.said.join('')

  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL' | 'SIGTERM'): void {
    this.child?.kill(name)
  }

  /** With SIGKILL nothing of it runs any more, not even a handler; SIGTERM is for tidying up. */
  async end(name: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<void> {
    const { child } = this
    if (!child || !this.alive) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill(name)
    await gone
  }
}
