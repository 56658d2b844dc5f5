import { chmodSync, mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase, type OpenDatabase } from '@/lib/database/open'
import { isAlive, readPostmaster } from '@/lib/database/postmaster'
import { closeDb } from '@/lib/db'
import { env } from '@/lib/env'

/** How PostgreSQL is hit: its parent alone, every process of it at once, or one that serves a client. */
export const HITS = ['postmaster', 'all', 'backend'] as const
export type Hit = (typeof HITS)[number]

export interface Cluster {
  database: OpenDatabase
  pids(): Promise<number[]>
  kill(hit: Hit): Promise<void>
  /** What the supervisor does when it finds it gone. */
  revive(): Promise<void>
  remove(): Promise<void>
}

const childrenOf = (pid: number) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)
const servesApp = (pid: number) => /^postgres: countersign_(app|worker) /.test(commandLine(pid))

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/**
 * A PostgreSQL of this test file alone, as durable as the one of `npm start`: stopping and killing it harms nobody else.
 * From here on the verbs in this process, and the processes that it starts, use it.
 */
export async function aCluster(): Promise<Cluster> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-faults-'))
  chmodSync(folder, 0o711)
  await closeDb()
  let database = await openDatabase({ DATA_DIR: folder })
  env.DATABASE_APP_URL = database.appUrl
  Object.assign(process.env, { DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.appUrl, DATABASE_WORKER_URL: database.workerUrl })
  const home = path.join(database.moved ?? folder, 'postgres')
  const pids = async () => {
    const { pid } = (await readPostmaster(home)) ?? { pid: 0 }
    return pid && isAlive(pid) ? [pid, ...childrenOf(pid)] : []
  }
  return {
    database,
    pids,
    async kill(hit) {
      const [postmaster, ...children] = await pids()
      if (!postmaster) throw new Error('PostgreSQL does not run')
      const hurt = hit === 'postmaster' ? [postmaster] : hit === 'all' ? [postmaster, ...children] : children.filter(servesApp).slice(0, 1)
      for (const pid of hurt) process.kill(pid, 'SIGKILL')
      // Gone once its parent has seen it, which for a client's process is when the server begins to recover.
      const seen = hit === 'backend' ? hurt : [postmaster]
      while (seen.some(isAlive)) await sleep(5)
    },
    async revive() {
      const { ownerUrl } = database
      database = await openDatabase({ DATA_DIR: folder })
      if (database.ownerUrl !== ownerUrl) throw new Error('PostgreSQL came back on another port')
    },
    async remove() {
      await closeDb()
      await database.stop()
      for (const used of [folder, database.moved]) if (used) await rm(used, { recursive: true, force: true })
    },
  }
}
