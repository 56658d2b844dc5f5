import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { personOf } from '@/lib/passkeys/person'
import type { Tx } from '@/lib/transact'

export const CEREMONY_MS = 120_000

/** What the challenge of a decision is bound to. */
export interface Bound {
  nonce: Buffer
  approvalId: string
  actionHash: string
  decision: string
}

const ASK = `INSERT INTO passkey_challenges (id, user_id, session_id, purpose, challenge, nonce, workspace_id, approval_id, action_hash, decision, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce($11::timestamptz, clock_timestamp()) + interval '${CEREMONY_MS} ms')`
const LOCK = `SELECT id FROM users WHERE id = $1 AND disabled_at IS NULL FOR NO KEY UPDATE`
const SPEND = `
  UPDATE passkey_challenges c SET used_at = coalesce($5::timestamptz, clock_timestamp())
  WHERE c.challenge = $1 AND c.user_id = $2 AND c.session_id = $3 AND c.purpose = $4
    AND c.used_at IS NULL AND c.expires_at > coalesce($5::timestamptz, clock_timestamp())
    AND EXISTS (SELECT 1 FROM sessions s WHERE s.id = c.session_id AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp())
  RETURNING c.nonce, c.approval_id AS "approvalId", c.action_hash AS "actionHash", c.decision`
const WHY = `
  SELECT c.used_at IS NOT NULL AS used, c.expires_at <= coalesce($4::timestamptz, clock_timestamp()) AS expired
  FROM passkey_challenges c WHERE c.challenge = $1 AND c.user_id = $2 AND c.session_id = $3`

/** Keeps a question for two minutes. It is no fact, so it has no entry in the log; the answer has one. */
export async function keepChallenge(tx: Tx, ctx: Ctx, challenge: string, bound?: Bound): Promise<void> {
  const about = bound ? [bound.nonce, ctx.workspace, bound.approvalId, bound.actionHash, bound.decision] : [null, null, null, null, null]
  const { id, sessionId } = personOf(ctx)
  await tx.sql(ASK, [newId(), id, sessionId, bound ? 'decide' : 'enrol', challenge, ...about, ctx.at ?? null])
}

/**
 * Uses a challenge up, once, for the person and session it was made for. Holds the person's row until commit, so that what
 * is read afterwards (their passkeys, their session) stays true. Throws `conflict` when it is used, too old or of somebody else.
 */
export async function spendChallenge(tx: Tx, ctx: Ctx, purpose: 'enrol' | 'decide', clientDataJSON: string): Promise<{ challenge: string } & Bound> {
  const { id, sessionId } = personOf(ctx)
  await tx.sql(LOCK, [id])
  const challenge = challengeOf(clientDataJSON)
  const mine = [challenge, id, sessionId]
  const [spent] = await tx.sql<Bound>(SPEND, [...mine, purpose, ctx.at ?? null])
  if (spent) return { challenge, ...spent }
  const [known] = await tx.sql<{ used: boolean; expired: boolean }>(WHY, [...mine, ctx.at ?? null])
  if (known?.used) throw new AppError('conflict', 'This answer of the passkey was used already.', { state: 'passkey_used' })
  if (known?.expired) throw new AppError('conflict', 'The two minutes to answer are over. Ask the passkey again.', { state: 'passkey_expired' })
  throw new AppError('forbidden', 'The passkey answered another question than the one asked here.', { state: 'passkey_mismatch' })
}

/** The challenge that a browser says was signed; whether it was, the signature tells. */
function challengeOf(clientDataJSON: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as { challenge?: unknown }
    return typeof challenge === 'string' ? challenge : ''
  } catch {
    return ''
  }
}
