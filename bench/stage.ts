import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { migrate } from '@/lib/database/migrate'
import { openDatabase } from '@/lib/database/open'
import { asRole, withDatabase } from '@/lib/database/url'
import { closeDb } from '@/lib/db'
import { env } from '@/lib/env'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', ''])

/** A database of its own on a server of this machine, gone when the run is over. */
export interface Stage {
  ownerUrl: string
  owner: pg.Client
  /** For our processes: their roles, their data, any free port. */
  processEnv: NodeJS.ProcessEnv
  /** From here on this process asks as the worker does, or another database. */
  askAs(url?: string): Promise<void>
  close(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'countersign-bench-'))
  const given = env.DATABASE_URL
  if (given) requireLocal(given)
  const embedded = given ? null : await openDatabase({ DATA_DIR: dataDir })
  const serverUrl = given ?? embedded?.ownerUrl ?? ''
  const name = `countersign_bench_${randomBytes(4).toString('hex')}`
  await once(serverUrl, `CREATE DATABASE ${name}`)
  const ownerUrl = withDatabase(serverUrl, name)
  await migrate(ownerUrl)
  const sessionSecret = randomBytes(32).toString('hex')
  const roles = { DATABASE_APP_URL: asRole(ownerUrl, 'countersign_app'), DATABASE_WORKER_URL: asRole(ownerUrl, 'countersign_worker') }
  Object.assign(env, roles, { DATA_DIR: dataDir, NEXTAUTH_SECRET: sessionSecret, NEXTAUTH_URL: 'http://localhost' })
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  const processEnv = { ...process.env, ...roles, DATABASE_URL: ownerUrl, DATA_DIR: dataDir, NEXTAUTH_SECRET: sessionSecret, NODE_ENV: 'production', LISTEN_ADDRESS: '127.0.0.1', PORT: '0', GATEWAY_PORT: '0', LOG_LEVEL: 'error' } as NodeJS.ProcessEnv
  const askAs = async (url = roles.DATABASE_WORKER_URL) => {
    await closeDb()
    env.DATABASE_APP_URL = url
  }
  const close = async () => {
    await owner.end()
    await closeDb()
    await once(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`)
    await embedded?.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { ownerUrl, owner, processEnv, askAs, close }
}

/** Nothing but this machine is ever loaded. */
export function requireLocal(url: string): void {
  if (!LOOPBACK.has(new URL(url).hostname)) throw new Error('The bench only loads a database on this machine: this address points elsewhere.')
}

async function once(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
