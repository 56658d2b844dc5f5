import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { freePort } from './support/stack'

const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-start-'))
chmodSync(dataDir, 0o711) // the system user that runs PostgreSQL for root has to get through
const started: ChildProcess[] = []
afterAll(() => {
  for (const each of started) if (each.exitCode === null) each.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

interface Ready {
  desk: string
  gateway: string
  one_time_password: string | null
}

/** `npm start` as a person would, on a data folder and ports of its own. */
async function start(ports: { PORT: string; GATEWAY_PORT: string }) {
  const rest = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(DATABASE|NEXTAUTH)_/.test(name)))
  const child = spawn(process.execPath, ['cli/countersign.mjs', 'up', '--json'], { env: { ...rest, NODE_ENV: 'production', ...ports, DATA_DIR: dataDir, LISTEN_ADDRESS: '127.0.0.1' }, stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => {
      const answer = JSON.parse(chunk.toString()) as Ready & { error?: { message: string } }
      if (answer.error) reject(new Error(answer.error.message))
      else resolve(answer)
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)))
  })
  return { child, ready, said: () => said }
}

const answers = (url: string) => fetch(url, { signal: AbortSignal.timeout(2_000) }).then(({ ok }) => ok, () => false)
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
async function eventually(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) if (await holds()) return true
  return false
}
const databasePid = () => Number(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
const ended = (child: ChildProcess) => new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(child.exitCode)))

test('npm start serves, survives a kill -9 of the starter, and stops cleanly', { timeout: 180_000 }, async () => {
  const ports = { PORT: `${await freePort()}`, GATEWAY_PORT: `${await freePort()}` }
  const first = await start(ports)
  expect(first.ready.one_time_password).toMatch(/^[a-z0-9-]{20,}$/)
  expect(await answers(`${first.ready.desk}/readyz`)).toBe(true)
  expect(await answers(`${first.ready.gateway}/readyz`)).toBe(true)
  const database = databasePid()

  first.child.kill('SIGKILL')
  expect(await eventually(async () => !(await answers(`${first.ready.desk}/healthz`)) && !(await answers(`${first.ready.gateway}/healthz`)))).toBe(true)
  expect(isAlive(database)).toBe(true)

  const second = await start(ports)
  expect(second.said()).toContain('took it over')
  expect(second.ready.one_time_password).toBeNull() // shown once
  expect(databasePid()).toBe(database)
  expect(await answers(`${second.ready.desk}/readyz`)).toBe(true)

  second.child.kill('SIGINT')
  await ended(second.child)
  expect(await eventually(() => !isAlive(database))).toBe(true)
  expect(await answers(`${second.ready.gateway}/healthz`)).toBe(false)
})

test('a port that is in use is one plain sentence', { timeout: 60_000 }, async () => {
  const taken = (await import('node:http')).createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const address = taken.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await expect(start({ PORT: `${port}`, GATEWAY_PORT: '0' })).rejects.toThrow(/Port \d+ is in use: free it, or choose another with PORT=/)
  taken.close()
})
