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

/** The pool that Prisma is given inside a transaction: the one connection that the transaction holds. */
class HeldConnection extends pg.Pool {
  // Of the pool, not the module: a bundler may load this module twice over one pool.
  readonly held = new AsyncLocalStorage<pg.PoolClient>()

  override query = ((config: pg.QueryConfig) => {
    const client = this.held.getStore()
    if (!client) throw new Error('tx.db was used outside its transaction')
    return client.query(config)
  }) as pg.Pool['query']

  override connect = (() => Promise.reject(new Error('tx.db runs one statement a call: this one wanted a transaction of its own'))) as pg.Pool['connect']
}

function open() {
  const url = env.DATABASE_APP_URL ?? env.DATABASE_WORKER_URL ?? env.DATABASE_URL
  if (!url) throw new Error('DATABASE_APP_URL is not set: start with `npm start`, or point it at PostgreSQL')
  const options = { connectionString: utc(url), max: env.DATABASE_POOL, connectionTimeoutMillis: 5000, query_timeout: env.DATABASE_TIMEOUT_MS, types, pipeline: true }
  const pool = new pg.Pool(options)
  // A connection that breaks fails what is running on it, and is replaced on the next use.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const connection = new HeldConnection(options)
  return { pool, client: new PrismaClient({ adapter: new PrismaPg(pool) }), connection, within: new PrismaClient({ adapter: new PrismaPg(connection) }) }
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
  /** Prisma on the transaction's connection, one statement a call. */
  db: Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]
  /** Prepared SQL on the same connection. */
  sql: Sql
  /** The same for a write that nobody needs the answer of: it does not wait, and if it fails the commit fails with its error. */
  send: (text: string, values?: readonly unknown[]) => void
}

/** How long a transaction may stay open, in milliseconds: then its connection is closed, which rolls it back. */
const LONGEST = 15_000

/**
 * Opens a transaction. Only `transact.ts` calls this (lint). Statements may be pipelined, also behind one another's failure,
 * but never ahead of BEGIN: without it each of them would stand alone.
 */
export async function withTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const { pool, connection, within } = opened()
  const client = await pool.connect()
  const limit = setTimeout(() => void client.end(), LONGEST)
  const sql = on(client)
  const sent: Promise<unknown>[] = []
  const send: Tx['send'] = (text, values) => {
    const answer = sql(text, values)
    answer.catch(() => undefined) // it is looked at before the commit counts
    sent.push(answer)
  }
  try {
    await sql('BEGIN')
    const value = await connection.held.run(client, () => work({ db: within, sql, send }))
    const commit = client.query('COMMIT')
    await Promise.all([...sent, commit])
    if ((await commit).command !== 'COMMIT') throw new Error('the transaction was rolled back')
    client.release()
    return value
  } catch (error) {
    await client.query('ROLLBACK').then(() => client.release(), (broken: Error) => client.release(broken))
    throw await firstFailure(sent, error)
  } finally {
    clearTimeout(limit)
  }
}

/** Once a statement that was sent ahead has failed, all later ones fail for that alone. */
async function firstFailure(sent: readonly Promise<unknown>[], error: unknown): Promise<unknown> {
  const failed = (await Promise.allSettled(sent)).find(({ status }) => status === 'rejected')
  return failed?.status === 'rejected' ? failed.reason : error
}

export async function closeDb(): Promise<void> {
  const current = held.countersignDb
  if (!current) return
  delete held.countersignDb
  await Promise.all([current.client.$disconnect(), current.within.$disconnect()])
  await Promise.all([current.pool.end(), current.connection.end()])
}
