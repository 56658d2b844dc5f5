import type pg from 'pg'
import { AppError } from '@/lib/errors'
import { isPerRow } from './per-row'
import { Pipeline, READS } from './pipeline'
import { inBulk, prepared } from './prepared'
import type { Sql, Tx } from './tx'

/** A row that has to be new before its work begins. Both statements are per row. */
export interface Claim {
  key: readonly string[]
  /** Answers the keys of the rows that were new. */
  text: string
  row: readonly unknown[]
  /** Gives the row of this key up again. */
  release: string
}

/** One of the works that share a transaction. It may be begun twice: in company, and then by itself. */
export interface Member<T = unknown> {
  claim?: Claim
  work: (tx: Tx) => Promise<T>
  /** In a transaction of its own, the claim included. */
  alone: () => Promise<T>
}

/** It needs more than to read and to write rows, so it cannot share. */
class NeedsItsOwn extends Error {}
const needsItsOwn = () => {
  throw new NeedsItsOwn()
}

type Write = readonly [text: string, values?: readonly unknown[]]
type End = { done: unknown } | { refused: AppError } | 'alone'

/** Nobody waits for somebody's lock in company. */
const PATIENCE = `SELECT set_config('lock_timeout', '100ms', true)`

/**
 * Many works in one transaction, which costs a fraction of as many. Nothing but claims is written before all have thought, so one that is
 * refused leaves nothing. One whose claim is taken, or that needs more than reads and rows, runs alone afterwards; and all of them do where
 * the database refuses any of it.
 */
export async function runBatch(client: pg.PoolClient, members: readonly Member[]): Promise<Promise<unknown>[]> {
  const pipeline = new Pipeline(client)
  try {
    pipeline.send(PATIENCE)
    const claimed = claimAll(pipeline, members)
    const read = readingTogether(pipeline)
    const ran = await Promise.all(members.map((member) => think(member, read, claimed)))
    for (const { writes } of ran) for (const write of writes) pipeline.send(...write)
    await pipeline.commit()
    return ran.map(({ end }, index) => (end === 'alone' ? (members[index] as Member).alone() : 'done' in end ? Promise.resolve(end.done) : Promise.reject(end.refused)))
  } catch (error) {
    const cause = await pipeline.rollback(error)
    return members.map(({ alone }) => (isUndone(cause) ? alone() : Promise.reject(cause as Error)))
  }
}

/** Those whose row is new, or that claim none. Of two in one batch that claim the same, the first. */
async function claimAll(pipeline: Pipeline, members: readonly Member[]): Promise<ReadonlySet<Member>> {
  const got = new Set(members.filter(({ claim }) => !claim))
  const wanted = new Map<string, { member: Member; claim: Claim }>()
  for (const member of members) {
    const { claim } = member
    const key = JSON.stringify(claim?.key)
    if (claim && !wanted.has(key)) wanted.set(key, { member, claim })
  }
  if (wanted.size === 0) return got
  // In one order everywhere, so that two batches never wait for each other.
  const claims = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { claim }]) => claim)
  for (const row of await askInBulk(pipeline, claims.map(({ text, row }) => [text, row]))) {
    const mine = wanted.get(JSON.stringify(Object.values(row)))
    if (mine) got.add(mine.member)
  }
  return got
}

/** What is read by the same statement in the same moment is read at once; what many ask alike, once for all of them. */
function readingTogether(pipeline: Pipeline): Sql {
  let asked = new Map<string, Write>()
  let answer: ReturnType<typeof askInBulk> | undefined
  const readAll = async () => {
    await Promise.resolve() // the others ask in this same moment
    const all = [...asked.values()]
    asked = new Map()
    answer = undefined
    return askInBulk(pipeline, all)
  }
  return async (text, values = []) => {
    if (!READS.test(text)) return needsItsOwn()
    if (!isPerRow(text)) return (await pipeline.ask(prepared(text, values))).rows as never
    const alike = JSON.stringify([text, values])
    if (!asked.has(alike)) asked.set(alike, [text, [asked.size, ...values.slice(1)]])
    const n = asked.get(alike)?.[1]?.[0]
    answer ??= readAll()
    return (await answer).filter((row) => row.n === n).map((row) => ({ ...row })) as never
  }
}

async function askInBulk(pipeline: Pipeline, rows: readonly Write[]): Promise<Record<string, unknown>[]> {
  const texts = [...new Set(rows.map(([text]) => text))]
  const statements = texts.flatMap((text) => inBulk(text, rows.filter((row) => row[0] === text).map(([, values = []]) => values)))
  const answers = await pipeline.together(() => Promise.all(statements.map((statement) => pipeline.ask(statement))))
  return answers.flatMap(({ rows: found }) => found as Record<string, unknown>[])
}

async function think(member: Member, read: Sql, claimed: Promise<ReadonlySet<Member>>): Promise<{ end: End; writes: readonly Write[] }> {
  const writes: Write[] = []
  const unlessTaken = async () => void ((await claimed).has(member) || needsItsOwn())
  const sql: Sql = async (text, values) => {
    const rows = read(text, values)
    await Promise.all([unlessTaken(), rows])
    return (await rows) as never
  }
  const tx: Tx = {
    get db() {
      return needsItsOwn()
    },
    sql,
    send: (...write) => void writes.push(write),
    guard: needsItsOwn,
  }
  try {
    const done = await member.work(tx)
    await unlessTaken()
    return { end: { done }, writes }
  } catch (error) {
    const { claim } = member
    const release: Write[] = claim && (await claimed).has(member) ? [[claim.release, claim.key]] : []
    if (error instanceof AppError) return { end: { refused: error }, writes: release }
    if (error instanceof NeedsItsOwn) return { end: 'alone', writes: release }
    throw error
  }
}

/** The server itself refused, so it rolled back. A connection that broke may have committed first: then nothing is tried again. */
function isUndone(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return error instanceof Error && 'severity' in error && typeof code === 'string' && !/^(08|57P)/.test(code)
}
