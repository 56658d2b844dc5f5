import type { Ctx, Idempotency } from '@/lib/context'
import type { Claim } from '@/lib/database/batch'
import { perRow } from '@/lib/database/per-row'
import type { Tx } from '@/lib/db'
import { AppError, IdempotentReplay } from '@/lib/errors'

const agentOf = (ctx: Ctx) => {
  if (ctx.actor.kind !== 'agent') throw new AppError('forbidden', 'Only agents use idempotency keys.')
  return ctx.actor.id
}

const CLAIM = `INSERT INTO idempotency_keys (workspace_id, agent_id, route, key, request_sha256, created_at)
  SELECT $1, $2, $3, $4, $5, clock_timestamp() FROM set_config('lock_timeout', '2s', true)
  ON CONFLICT DO NOTHING RETURNING set_config('lock_timeout', '0', true)`
const CLAIM_MANY = perRow(
  'INSERT INTO idempotency_keys (workspace_id, agent_id, route, key, request_sha256, created_at) SELECT claimed.*, clock_timestamp() FROM',
  'claimed',
  'workspace_id text, agent_id text, route text, key text, request_sha256 text',
  'ON CONFLICT DO NOTHING RETURNING workspace_id, agent_id, route, key',
)
const READ = `SELECT request_sha256, status, body FROM idempotency_keys
  WHERE workspace_id = $1 AND agent_id = $2 AND route = $3 AND key = $4`
const KEEP = perRow(
  'UPDATE idempotency_keys SET status = answered.status, body = answered.body FROM',
  'answered',
  'workspace text, agent text, route text, key text, status smallint, body text',
  `WHERE idempotency_keys.workspace_id = answered.workspace AND idempotency_keys.agent_id = answered.agent AND idempotency_keys.route = answered.route AND idempotency_keys.key = answered.key`,
)
const RELEASE = `DELETE FROM idempotency_keys WHERE workspace_id = $1 AND agent_id = $2 AND route = $3 AND key = $4`

/**
 * Takes the key inside the effect's own transaction. A concurrent duplicate waits on the unique index for at most 2 s
 * (then `in_flight`); a later one ends in `IdempotentReplay`, or `idempotency_mismatch` when the request differs.
 */
export function claimKey(tx: Tx, ctx: Ctx, { route, key, requestSha256 }: Idempotency): void {
  const scope = [ctx.workspace, agentOf(ctx), route, key]
  tx.guard(CLAIM, [...scope, requestSha256], async (claiming, sql) => {
    const claimed = await claiming.catch((error: { code?: string }) => {
      if (error.code === '55P03') throw new AppError('in_flight', 'The same request is still being handled. Ask again in a moment.')
      throw error
    })
    if (claimed.length) return
    const [stored] = await sql<{ request_sha256: string; status: number; body: string }>(READ, scope)
    if (!stored) throw new AppError('in_flight', 'The same request has just been handled. Ask again.')
    if (stored.request_sha256 !== requestSha256) {
      throw new AppError('idempotency_mismatch', 'This Idempotency-Key was used for a different request.')
    }
    throw new IdempotentReplay(stored.status, stored.body)
  })
}

/** The same in company (batch.ts), where nobody waits: a key that is taken, or being taken, is claimed by itself afterwards. */
export function sharedClaim(ctx: Ctx, { route, key, requestSha256 }: Idempotency): Claim {
  const scope = [ctx.workspace, agentOf(ctx), route, key]
  return { key: scope, text: CLAIM_MANY, row: [...scope, requestSha256], release: RELEASE }
}

export function keepAnswer(tx: Tx, ctx: Ctx, { route, key }: Idempotency, value: unknown): void {
  const status = route === 'POST /v1/actions' ? 201 : 200
  tx.send(KEEP, [ctx.workspace, agentOf(ctx), route, key, status, JSON.stringify(value)])
}

/** A refusal leaves the key free: the agent may ask again once things have changed. */
export function releaseKey(tx: Tx, ctx: Ctx, { route, key }: Idempotency): void {
  tx.send(RELEASE, [ctx.workspace, agentOf(ctx), route, key])
}
