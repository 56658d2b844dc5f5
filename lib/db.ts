import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { env } from '@/lib/env'
import { PrismaClient } from '@/lib/generated/prisma/client'

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
export function utc(url: string): string {
  const parsed = new URL(url)
  const options = parsed.searchParams.get('options')
  parsed.searchParams.set('options', [options, '-c TimeZone=UTC'].filter(Boolean).join(' '))
  return parsed.toString()
}

/** Remembers which connection a Prisma transaction was given, so that SQL can run on the same one. */
class LendingPool extends pg.Pool {
  // Of the pool, not the module: a bundler may load this module twice over one pool.
  readonly lent = new AsyncLocalStorage<{ client?: pg.PoolClient }>()

  override connect(): Promise<pg.PoolClient>
  override connect(done: Parameters<pg.Pool['connect']>[0]): void
  override connect(done?: Parameters<pg.Pool['connect']>[0]): Promise<pg.PoolClient> | void {
    if (done) return super.connect(done)
    const slot = this.lent.getStore()
    return super.connect().then((client) => {
      if (slot) slot.client ??= client
      return client
    })
  }
}

function open() {
  const url = env.DATABASE_APP_URL ?? env.DATABASE_WORKER_URL ?? env.DATABASE_URL
  if (!url) throw new Error('DATABASE_APP_URL is not set: start with `npm start`, or point it at PostgreSQL')
  const pool = new LendingPool({ connectionString: utc(url), max: env.DATABASE_POOL, connectionTimeoutMillis: 5000, query_timeout: env.DATABASE_TIMEOUT_MS, types })
  pool.on('error', () => undefined) // an idle connection that broke is replaced on the next use
  const client = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 10_000, timeout: 15_000 },
  })
  return { pool, client }
}

type Opened = ReturnType<typeof open>
const held = globalThis as typeof globalThis & { countersignDb?: Opened }
const opened = () => (held.countersignDb ??= open())

/** Reads. Writes go through `transact()`. */
export const prisma = new Proxy({} as PrismaClient, {
  get: (_, name) => Reflect.get(opened().client, name) as unknown,
})

// Named after the text: a bundler may load this module twice over the one pool, and a number would then mean two statements.
const names = new Map<string, string>()
function statementName(text: string): string {
  let name = names.get(text)
  if (!name) names.set(text, (name = createHash('sha256').update(text).digest('base64url')))
  return name
}

export type Sql = <R>(text: string, values?: readonly unknown[]) => Promise<R[]>

const on =
  (client: pg.Pool | pg.PoolClient): Sql =>
  async <R>(text: string, values: readonly unknown[] = []) =>
    (await client.query<R & pg.QueryResultRow>({ name: statementName(text), text, values: [...values] })).rows

/** One prepared read. */
export const query: Sql = (text, values) => on(opened().pool)(text, values)

export interface Tx {
  /** Prisma inside the transaction. */
  db: Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]
  /** Prepared SQL on the same connection. */
  sql: Sql
}

/** Opens a transaction. Only `transact.ts` calls this (lint). */
export function withTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const slot: { client?: pg.PoolClient } = {}
  const { lent } = opened().pool
  return lent.run(slot, () =>
    opened().client.$transaction((db) => {
      if (!slot.client) throw new Error('Prisma opened a transaction outside our pool')
      return lent.exit(() => work({ db, sql: on(slot.client as pg.PoolClient) }))
    }),
  )
}

export async function closeDb(): Promise<void> {
  const current = held.countersignDb
  if (!current) return
  delete held.countersignDb
  await current.client.$disconnect()
  await current.pool.end()
}
