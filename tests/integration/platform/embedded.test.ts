import { spawn } from 'node:child_process'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startEmbedded, type Embedded } from '@/lib/database/embedded'
import { openDatabase } from '@/lib/database/open'
import { isAlive } from '@/lib/database/postmaster'
import { rows } from '@/tests/support/databases'
import { aFolder } from '@/tests/support/folders'

async function start(folder: string): Promise<Embedded> {
  const server = await startEmbedded(folder)
  onTestFinished(async () => {
    await server.stop()
    if (server.moved) await rm(server.moved, { recursive: true, force: true })
  })
  return server
}
const clusterOf = async ({ ownerUrl }: Embedded) =>
  String((await rows<{ data_directory: string }>('SHOW data_directory', [], ownerUrl))[0]?.data_directory)
const pidOf = async (cluster: string) => Number((await readFile(path.join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0])
const gone = async (pid: number) => {
  while (isAlive(pid)) await sleep(20)
}

test('a first start makes a durable UTF-8 cluster that only a password opens', async () => {
  const folder = await aFolder()
  const server = await start(folder)
  expect(server.adopted).toBe(false)
  const settings = await rows(
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'server_encoding', 'TimeZone', 'listen_addresses') ORDER BY lower(name)`,
    [],
    server.ownerUrl,
  )
  expect(settings).toEqual([
    { name: 'fsync', setting: 'on' },
    { name: 'listen_addresses', setting: '127.0.0.1' },
    { name: 'server_encoding', setting: 'UTF8' },
    { name: 'synchronous_commit', setting: 'on' },
    { name: 'TimeZone', setting: 'UTC' },
  ])
  const wrong = Object.assign(new URL(server.ownerUrl), { password: 'wrong' }).toString()
  await expect(rows('SELECT 1', [], wrong)).rejects.toThrow('password authentication failed')
  expect((await stat(path.join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600)
})

test('a server that survived its starter is adopted, with everything in it', async () => {
  const folder = await aFolder()
  const first = await start(folder)
  await rows('CREATE TABLE kept (id int)', [], first.ownerUrl)
  const second = await startEmbedded(folder)
  expect(second).toMatchObject({ adopted: true, ownerUrl: first.ownerUrl })
  expect(await rows('SELECT count(*)::int AS n FROM kept', [], second.ownerUrl)).toEqual([{ n: 0 }])
})

test('after a crash the stale pid file is no obstacle and what was committed is there', async () => {
  const folder = await aFolder()
  const first = await start(folder)
  await rows('CREATE TABLE kept AS SELECT 7 AS seven', [], first.ownerUrl)
  const pid = await pidOf(await clusterOf(first))
  process.kill(pid, 'SIGKILL')
  await gone(pid)
  const second = await start(folder)
  expect(second.adopted).toBe(false)
  expect(await rows('SELECT seven FROM kept', [], second.ownerUrl)).toEqual([{ seven: 7 }])
})

test('a pid file that names a stranger, as after a reboot, does not keep the database from starting', async () => {
  const folder = await aFolder()
  const first = await start(folder)
  const cluster = await clusterOf(first)
  const file = path.join(cluster, 'postmaster.pid')
  const text = await readFile(file, 'utf8')
  await first.stop()
  const stranger = spawn('sleep', ['60'])
  onTestFinished(() => void stranger.kill())
  await writeFile(file, text.replace(/^\d+/, String(stranger.pid)))
  const second = await start(folder)
  expect(second.adopted).toBe(false)
  expect(await pidOf(cluster)).not.toBe(stranger.pid)
})

test('two starters at once end up on one server', async () => {
  const folder = await aFolder()
  const [one, other] = await Promise.all([start(folder), start(folder)])
  expect(one.ownerUrl).toBe(other.ownerUrl)
})

test('a folder that the system user cannot reach gets its cluster elsewhere, and that is said', async () => {
  const folder = await aFolder(0o700)
  const server = await start(folder)
  const asRoot = process.getuid?.() === 0
  expect(Boolean(server.moved)).toBe(asRoot)
  expect((await clusterOf(server)).startsWith(asRoot ? '/var/lib/countersign/' : folder)).toBe(true)
  expect(await rows('SELECT 1 AS one', [], server.ownerUrl)).toEqual([{ one: 1 }])
})

test('each door signs in as its own role, and cannot become the owner', async () => {
  const database = await openDatabase({ DATA_DIR: await aFolder() })
  onTestFinished(database.stop)
  expect(await rows('SELECT current_user AS me, session_user AS login', [], database.appUrl)).toEqual([{ me: 'countersign_app', login: 'countersign_app' }])
  expect(await rows('SELECT current_user AS me', [], database.workerUrl)).toEqual([{ me: 'countersign_worker' }])
  await expect(rows('SET ROLE countersign_owner', [], database.appUrl)).rejects.toThrow('permission denied')
})

test('a short command leaves a server alone that somebody else uses by now', async () => {
  const folder = await aFolder()
  const command = await openDatabase({ DATA_DIR: folder })
  onTestFinished(command.stop)
  const held = rows('SELECT pg_sleep(1)', [], command.appUrl)
  await sleep(200)
  await command.leave()
  await held
  expect(await rows('SELECT 1 AS one', [], command.ownerUrl)).toEqual([{ one: 1 }])
  await command.leave()
  await expect(rows('SELECT 1', [], command.ownerUrl)).rejects.toThrow()
})


test('a database that was killed comes back at the same address', async () => {
  const folder = await aFolder()
  const first = await startEmbedded(folder)
  onTestFinished(first.stop)
  expect(first.isUp()).toBe(true)
  await first.stop()
  expect(first.isUp()).toBe(false)
  const second = await startEmbedded(folder)
  onTestFinished(second.stop)
  expect(second.ownerUrl).toBe(first.ownerUrl)
})
