import { fork, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'

export interface Stack {
  desk: string
  gateway: string
  stop(): Promise<void>
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

function run(file: string, more: Record<string, string>): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    const child = fork(file, { execArgv: ['--import', 'tsx'], env: { ...process.env, LOG_LATE_S: '10', ...more, NODE_ENV: 'production' }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    child.stdout?.on('data', (chunk: Buffer) => said.push(chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()))
    child.once('message', () => resolve(child))
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}\n${said.join('').slice(-4000)}`)))
  })
}

const end = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })

/** The real desk, gateway and worker on this test file's own database. The desk must have been built. */
export async function startStack(): Promise<Stack> {
  if (!existsSync('.next/BUILD_ID')) throw new Error('The desk is not built: run `npx next build`, or the whole of `npm test`.')
  const [deskPort, gatewayPort] = [await freePort(), await freePort()]
  const ports = { PORT: `${deskPort}`, GATEWAY_PORT: `${gatewayPort}`, NEXTAUTH_URL: `http://localhost:${deskPort}`, LISTEN_ADDRESS: '127.0.0.1' }
  const children = await Promise.all([run('cli/desk.ts', ports), run('gateway/main.ts', ports), run('worker/main.ts', ports)])
  return {
    desk: `http://localhost:${deskPort}`,
    gateway: `http://localhost:${gatewayPort}`,
    async stop() {
      await Promise.all(children.map(end))
    },
  }
}
