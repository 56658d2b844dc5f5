import { append, type AuditInput } from '@/lib/audit/append'
import { claimKey, keepAnswer, releaseKey } from '@/lib/actions/idempotency'
import { announce, TELL } from '@/lib/live/announce'
import { allowed, type Permission } from '@/lib/auth/permissions'
import type { Ctx } from '@/lib/context'
import { withTransaction, type Tx } from '@/lib/db'
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
export async function transact<T>(ctx: Ctx, permission: Permission, work: (tx: Tx) => Promise<Outcome<T>>): Promise<T> {
  if (!allowed(ctx.actor, permission)) throw new AppError('forbidden', 'You do not have permission to do this.')
  let news: string[] = []
  try {
    const outcome = await withTransaction(async (tx) => {
      if (ctx.idempotency) claimKey(tx, ctx, ctx.idempotency)
      const result = await work(tx)
      if ('unchanged' in result) {
        if (ctx.idempotency) keepAnswer(tx, ctx, ctx.idempotency, result.unchanged)
        return result
      }
      news = append(tx, ctx, result.audit)
      // One person's deed at a time: told with the commit. Agents commit by the hundred, and NOTIFY would make them wait for one another.
      if (ctx.actor.kind === 'user') tx.send(TELL, [news.splice(0)])
      if ('refused' in result) {
        if (ctx.idempotency) releaseKey(tx, ctx, ctx.idempotency)
        return result
      }
      for (const job of result.jobs ?? []) {
        tx.send('SELECT countersign_enqueue($1, $2::json)', [job.task, JSON.stringify(job.payload)])
      }
      if (ctx.idempotency) keepAnswer(tx, ctx, ctx.idempotency, result.value)
      return result
    })
    announce(news)
    if ('refused' in outcome) throw outcome.refused
    return 'unchanged' in outcome ? outcome.unchanged : outcome.value
  } catch (error) {
    throw asAppError(error)
  }
}

/** The log's own writes: its tree and how far the copies are. Their tables hold no domain row, so there is nothing to audit. */
export async function sequenced<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await withTransaction(work)
  } catch (error) {
    throw asAppError(error)
  }
}
