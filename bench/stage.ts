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
  close(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'countersign-bench-'))
  const given = env.DATABASE_URL
  if (given && !LOOPBACK.has(new URL(given).hostname)) throw new Error('The bench only loads a database on this machine: DATABASE_URL points elsewhere.')
  const embedded = given ? null : await openDatabase({ DATA_DIR: dataDir })
  const serverUrl = given ?? embedded?.ownerUrl ?? ''
  const name = `countersign_bench_${randomBytes(4).toString('hex')}`
  await once(serverUrl, `CREATE DATABASE ${name}`)
  const ownerUrl = withDatabase(serverUrl, name)
  await migrate(ownerUrl)
  const roles = { DATABASE_APP_URL: asRole(ownerUrl, 'countersign_app'), DATABASE_WORKER_URL: asRole(ownerUrl, 'countersign_worker') }
  Object.assign(env, roles, { DATA_DIR: dataDir })
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  const processEnv = { ...process.env, ...roles, DATABASE_URL: ownerUrl, DATA_DIR: dataDir, NODE_ENV: 'production', LISTEN_ADDRESS: '127.0.0.1', PORT: '0', GATEWAY_PORT: '0', LOG_LEVEL: 'error' } as NodeJS.ProcessEnv
  const close = async () => {
    await owner.end()
    await closeDb()
    await once(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`)
    await embedded?.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { ownerUrl, owner, processEnv, close }
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
