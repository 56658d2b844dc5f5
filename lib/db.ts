import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { batching } from '@/lib/batching'
import { runBatch, type Member } from '@/lib/database/batch'
import { Pipeline } from '@/lib/database/pipeline'
import { prepared } from '@/lib/database/prepared'
import type { Sql, Tx } from '@/lib/database/tx'
import { env } from '@/lib/env'
import { PrismaClient } from '@/lib/generated/prisma/client'

export type { Sql, Tx } from '@/lib/database/tx'

const INT8 = 20
const DATE = 1082

// Counts and amounts fit 2^53; the contract refuses larger ones. Dates stay text, without a time zone.
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return Number
    if (oid === DATE) return String
    return pg.types.getTypeParser(oid, format)
  }) as typeof pg.types.getTypeParser,
}

/** Adapter-pg shifts timestamptz in a session that is not UTC, so every session is. */
export function utc(url: string, ...more: string[]): string {
  const parsed = new URL(url)
  const options = parsed.searchParams.get('options')
  parsed.searchParams.set('options', [options, '-c TimeZone=UTC', ...more].filter(Boolean).join(' '))
  return parsed.toString()
}

/** The pool that Prisma is given inside a transaction: the one connection that the transaction holds. */
class HeldConnection extends pg.Pool {
  // Of the pool, not the module: a bundler may load this module twice over one pool.
  readonly held = new AsyncLocalStorage<Pipeline>()

  override query = ((config: pg.QueryConfig) => {
    const pipeline = this.held.getStore()
    if (!pipeline) throw new Error('tx.db was used outside its transaction')
    return pipeline.ask(config)
  }) as pg.Pool['query']

  override connect = (() => Promise.reject(new Error('tx.db runs one statement a call: this one wanted a transaction of its own'))) as pg.Pool['connect']
}

function open() {
  const url = env.DATABASE_APP_URL ?? env.DATABASE_WORKER_URL ?? env.DATABASE_URL
  if (!url) throw new Error('DATABASE_APP_URL is not set: start with `npm start`, or point it at PostgreSQL')
  const options = { connectionString: utc(url), max: env.DATABASE_POOL, connectionTimeoutMillis: 5000, query_timeout: env.DATABASE_TIMEOUT_MS, types, pipeline: true }
  const pool = new pg.Pool(options)
  const counters = new pg.Pool({ ...options, connectionString: utc(url, '-c synchronous_commit=off'), max: 2 })
  // A connection that breaks fails what is running on it, and is replaced on the next use.
  for (const each of [pool, counters]) each.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const connection = new HeldConnection(options)
  return { pool, counters, client: new PrismaClient({ adapter: new PrismaPg(pool) }), connection, within: new PrismaClient({ adapter: new PrismaPg(connection) }) }
}

type Opened = ReturnType<typeof open>
const held = globalThis as typeof globalThis & { countersignDb?: Opened }
const opened = () => (held.countersignDb ??= open())

/** Reads. Writes go through `transact()`. */
export const prisma = new Proxy({} as PrismaClient, {
  get: (_, name) => Reflect.get(opened().client, name) as unknown,
})

const on =
  (pool: pg.Pool): Sql =>
  async <R>(text: string, values?: readonly unknown[]) =>
    (await pool.query<R & pg.QueryResultRow>(prepared(text, values))).rows

/** One prepared read. */
export const query: Sql = (text, values) => on(opened().pool)(text, values)

/**
 * One statement that counts, committed by itself so that nobody waits for its row through somebody's whole transaction. It does not wait
 * for the disk either: whatever its caller commits afterwards takes it there first.
 */
export const count: Sql = (text, values) => on(opened().counters)(text, values)

/** How long a transaction may stay open, in milliseconds: then its connection is closed, which rolls it back. */
const LONGEST = 15_000

/** Opens a transaction. Only `transact.ts` calls this (lint). */
export function withTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const { connection, within } = opened()
  return withClient(async (client) => {
    const pipeline = new Pipeline(client)
    const sql: Sql = async (text, values) => (await pipeline.ask(prepared(text, values))).rows as never
    const send: Tx['send'] = (text, values) => pipeline.send(text, values)
    const guard: Tx['guard'] = (text, values, check) =>
      pipeline.guard(prepared(text, values), (answer, ask) => check(answer.then(({ rows }) => rows as never), async (more, known) => (await ask(prepared(more, known))).rows as never))
    try {
      const value = await connection.held.run(pipeline, () => work({ db: within, sql, send, guard }))
      await pipeline.commit()
      return value
    } catch (error) {
      throw await pipeline.rollback(error)
    }
  })
}

async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await opened().pool.connect()
  const limit = setTimeout(() => void client.end(), LONGEST)
  try {
    return await work(client)
  } finally {
    clearTimeout(limit)
    client.release()
  }
}

/** Behind one that waits for a lock, say, the others wait no longer than this. */
const PATIENCE_MS = 100

// One batch writes while the next one thinks.
const shared = batching(
  async (members: readonly Member[]) => {
    if (members.length > 1) return withClient((client) => runBatch(client, members))
    const runs = members.map(({ alone }) => alone())
    await Promise.race([Promise.allSettled(runs), sleep(PATIENCE_MS, undefined, { ref: false })])
    return runs
  },
  { most: 32, lanes: 2 },
)

/** The same for many: those that come at the same time share one transaction. Only `transact.ts` calls this (lint). */
export const withOthers = <T>(member: Member<T>): Promise<T> => shared(member as Member) as Promise<T>

export async function closeDb(): Promise<void> {
  const current = held.countersignDb
  if (!current) return
  delete held.countersignDb
  await Promise.all([current.client.$disconnect(), current.within.$disconnect()])
  await Promise.all([current.pool.end(), current.counters.end(), current.connection.end()])
}
