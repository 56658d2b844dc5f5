import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { choosePlace, giveTo, type Place } from '@/lib/database/embedded-place'
import { dropStalePidFile, isAlive, readPostmaster, stopPostmaster } from '@/lib/database/postmaster'
import { ensureSecrets } from '@/lib/database/secrets'
import { AppError } from '@/lib/errors'

const owner = 'countersign_owner'
const database = 'countersign'
// Nothing of the caller's environment: with LANG unset or odd, initdb would choose another encoding.
const environment = { NODE_ENV: 'production', PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } as const

export interface Embedded {
  ownerUrl: string
  /** It was running already: a parent was killed, or another command runs. */
  adopted: boolean
  moved?: string
  stop(): Promise<void>
  isUp(): boolean
  /** Stops it unless somebody else is connected. */
  leave(): Promise<void>
}

interface Options {
  /** Off only for throw-away test clusters. */
  durable?: boolean
}

/** A real PostgreSQL in the data folder: made on first use, adopted when it is running, recovered when it crashed. */
export async function startEmbedded(dataDir: string, options: Options = {}): Promise<Embedded> {
  const secrets = await ensureSecrets(dataDir)
  const place = await choosePlace(dataDir)
  if (!existsSync(path.join(place.cluster, 'PG_VERSION'))) await initialise(place, secrets.databaseOwner)
  const url = (port: number, name: string) => `postgresql://${owner}:${secrets.databaseOwner}@127.0.0.1:${port}/${name}`

  let adopted = true
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    const running = await readPostmaster(place.cluster)
    if (running && isAlive(running.pid) && (await answers(url(running.port, 'postgres'), place.cluster))) {
      await ensureDatabase(url(running.port, 'postgres'))
      const ownerUrl = url(running.port, database)
      const stop = () => stopPostmaster(running.pid)
      return { ownerUrl, adopted, moved: place.moved, stop, isUp: () => isAlive(running.pid), leave: async () => ((await isUsed(ownerUrl)) ? undefined : stop()) }
    }
    await dropStalePidFile(place.cluster)
    if (!(await readPostmaster(place.cluster))) {
      adopted = false
      await launch(place, options.durable ?? true)
    } else await sleep(50)
  }
  throw new AppError('unavailable', `PostgreSQL did not start within a minute: see ${place.log}.`)
}

async function initialise(place: Place, password: string): Promise<void> {
  const draft = await mkdtemp(`${place.cluster}-new-`)
  try {
    const passwordFile = path.join(draft, 'password')
    await writeFile(passwordFile, password, { mode: 0o600 })
    await giveTo(place.runAs, passwordFile)
    await giveTo(place.runAs, draft)
    const cluster = path.join(draft, 'cluster')
    const args = ['-D', cluster, `--username=${owner}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', '--no-instructions']
    const made = spawnSync(path.join(place.bin, 'initdb'), args, { ...place.runAs, cwd: draft, env: environment, encoding: 'utf8' })
    if (made.status !== 0) throw new AppError('unavailable', `PostgreSQL could not be set up: ${lastLine(made.stderr) || made.error?.message}`)
    // Only a finished cluster gets the name; of two that start at once, the first wins.
    await rename(cluster, place.cluster).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** Resolves when the server answers or has given up; the caller looks again either way. */
async function launch(place: Place, durable: boolean): Promise<void> {
  const settings = [
    `port=${await choosePort(place.cluster)}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ]
  const log = openSync(place.log, 'a', 0o600)
  // Its own session: Ctrl-C in the terminal reaches the supervisor, which stops the database last.
  const child = spawn(path.join(place.bin, 'postgres'), ['-D', place.cluster, ...settings.flatMap((setting) => ['-c', setting])], {
    ...place.runAs,
    cwd: place.cluster,
    env: environment,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  const failed = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()))
  const ready = async () => {
    while (child.exitCode === null && !(await isReady(place.cluster))) await sleep(15)
  }
  await Promise.race([failed, ready()])
  if (child.exitCode !== null) {
    // Its own words: what is left of one that was killed may write to the same log.
    const others = (line: string) => / \[\d+\] /.test(line) && !line.includes(` [${child.pid}] `)
    const reason = lastLine((await readFile(place.log, 'utf8').catch(() => '')).split('\n').filter((line) => !others(line) && !/(HINT|DETAIL|LOG):/.test(line)).join('\n'))
    // Held by a server that is going away, or a port taken in between: worth another try.
    if (!/lock file|shared memory block|Address already in use|could not create any TCP/.test(reason)) {
      throw new AppError('unavailable', `PostgreSQL did not start (${reason.replace(/^.*FATAL: +/, '')}): see ${place.log}.`)
    }
    await sleep(200)
  }
}

const isReady = async (cluster: string) => /\nready\s*$/.test(await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => ''))

async function answers(url: string, cluster: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
    return rows[0]?.data_directory === cluster
  } catch (error) {
    if (error instanceof DatabaseError && error.code === '28P01') {
      throw new AppError('unavailable', `The password in ${path.join(path.dirname(cluster), 'secrets.json')} does not open the database in ${cluster}: restore the file that belongs to it.`)
    }
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function isUsed(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query(`SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`)
    return rowCount !== 0
  } finally {
    await client.end()
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`)
  } catch (error) {
    if (!(error instanceof DatabaseError && (error.code === '42P04' || error.code === '23505'))) throw error
  } finally {
    await client.end()
  }
}

/** The port it had before, so that whoever was connected finds it again; else any free one. */
async function choosePort(cluster: string): Promise<number> {
  const before = /port=(\d+)/.exec(await readFile(path.join(cluster, 'postmaster.opts'), 'utf8').catch(() => ''))?.[1]
  return tryPort(Number(before ?? 0)).catch(() => tryPort(0))
}

function tryPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.trim() ?? ''
