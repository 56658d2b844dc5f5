import { append, type AuditInput } from '@/lib/audit/append'
import { claimKey, keepAnswer, releaseKey, sharedClaim } from '@/lib/actions/idempotency'
import { announce, TELL } from '@/lib/live/announce'
import { allowed, type Permission } from '@/lib/auth/permissions'
import type { Ctx } from '@/lib/context'
import { withOthers, withTransaction, type Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { asAppError } from '@/lib/database/failure'

export type { Tx } from '@/lib/db'

export interface Job {
  task: string
  payload: object
}
type Audit = readonly [AuditInput, ...AuditInput[]]

interface Changed<T> {
  value: T
  audit: Audit
  jobs?: readonly Job[]
}
interface Unchanged<T> {
  unchanged: T
}
interface Refused {
  refused: AppError
  audit: Audit
}
/** What a verb hands back: a change with its audit entries, nothing changed, or a refusal that itself changed something. */
export type Outcome<T> = Changed<T> | Unchanged<T> | Refused

/** For replays and dry runs: the answer stands and nothing was written. */
export const unchanged = <T>(value: T): Unchanged<T> => ({ unchanged: value })

/** Commits what the refusal found (an overdue row it closed, say), then throws it. */
export const refuse = (refused: AppError, ...audit: Audit): Refused => ({ refused, audit })

/**
 * The only write path: authorize, one transaction, audit, jobs. Row, entry and jobs commit together or not at all; then it is told.
 * Throws AppError: `forbidden`, whatever `work` throws, `unavailable` when the database is out of reach or too busy.
 */
export const transact = <T>(ctx: Ctx, permission: Permission, work: (tx: Tx) => Promise<Outcome<T>>): Promise<T> =>
  write(ctx, permission, () => alone(ctx, work))

/**
 * The same for work that comes by the hundred: what comes at the same time shares one transaction, and its commit. For that, `work` only
 * reads and writes rows, and may be begun twice.
 */
export const transactTogether = <T>(ctx: Ctx, permission: Permission, work: (tx: Tx) => Promise<Outcome<T>>): Promise<T> =>
  write(ctx, permission, () =>
    withOthers({ claim: ctx.idempotency && sharedClaim(ctx, ctx.idempotency), work: (tx) => finish(tx, ctx, work), alone: () => alone(ctx, work) }),
  )

interface Finished<T> {
  outcome: Outcome<T>
  news: string[]
}

async function write<T>(ctx: Ctx, permission: Permission, run: () => Promise<Finished<T>>): Promise<T> {
  if (!allowed(ctx.actor, permission)) throw new AppError('forbidden', 'You do not have permission to do this.')
  try {
    const { outcome, news } = await run()
    announce(news)
    return valueOf(outcome)
  } catch (error) {
    throw asAppError(error)
  }
}

function valueOf<T>(outcome: Outcome<T>): T {
  if ('refused' in outcome) throw outcome.refused
  return 'unchanged' in outcome ? outcome.unchanged : outcome.value
}

const alone = <T>(ctx: Ctx, work: (tx: Tx) => Promise<Outcome<T>>): Promise<Finished<T>> =>
  withTransaction((tx) => {
    if (ctx.idempotency) claimKey(tx, ctx, ctx.idempotency)
    return finish(tx, ctx, work)
  })

/** The work, its entries and jobs, and the answer for its key. */
async function finish<T>(tx: Tx, ctx: Ctx, work: (tx: Tx) => Promise<Outcome<T>>): Promise<Finished<T>> {
  const outcome = await work(tx)
  const news = 'unchanged' in outcome ? [] : append(tx, ctx, outcome.audit)
  // One person's deed at a time: told with the commit. Agents commit by the hundred, and NOTIFY would make them wait for one another.
  if (ctx.actor.kind === 'user' && news.length > 0) tx.send(TELL, [news.splice(0)])
  for (const job of ('jobs' in outcome && outcome.jobs) || []) {
    tx.send('SELECT countersign_enqueue($1, $2::json)', [job.task, JSON.stringify(job.payload)])
  }
  if (ctx.idempotency && 'refused' in outcome) releaseKey(tx, ctx, ctx.idempotency)
  else if (ctx.idempotency) keepAnswer(tx, ctx, ctx.idempotency, valueOf(outcome))
  return { outcome, news }
}

/** The log's own writes: its tree and how far the copies are. Their tables hold no domain row, so there is nothing to audit. */
export async function sequenced<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await withTransaction(work)
  } catch (error) {
    throw asAppError(error)
  }
}
