import { verifyAuthenticationResponse, type AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { personOf } from '@/lib/passkeys/person'
import { relyingParty } from '@/lib/passkeys/relying-party'
import { CounterWentBack } from '@/lib/passkeys/went-back'
import type { Tx } from '@/lib/transact'

export interface Answer {
  passkeyId: string
  publicKey: Buffer
}

const FIND = `SELECT id, public_key, counter FROM passkeys WHERE user_id = $1 AND credential_id = $2 AND removed_at IS NULL`
const USED = `UPDATE passkeys SET counter = $2, last_used_at = coalesce($3::timestamptz, clock_timestamp()) WHERE id = $1`

/**
 * One of the person's own passkeys signed this challenge, here, with its person verified and its counter gone forward.
 * The caller holds the person's row (spendChallenge). Throws `forbidden` in plain words.
 */
export async function checkAnswer(tx: Tx, ctx: Ctx, response: AuthenticationResponseJSON, challenge: string): Promise<Answer> {
  const [passkey] = await tx.sql<{ id: string; public_key: Buffer; counter: number }>(FIND, [personOf(ctx).id, response.id])
  if (!passkey) throw new AppError('forbidden', 'This passkey is not one of yours, or it was removed.', { state: 'passkey_unknown' })
  const { rpID, origin } = relyingParty()
  const { public_key: publicKey, counter } = passkey
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    // Zero: the counter is judged below, of an answer that otherwise holds.
    credential: { id: response.id, publicKey: new Uint8Array(publicKey), counter: 0 },
    requireUserVerification: true,
  }).catch(refused)
  if (!verified) return refused()
  const { newCounter } = authenticationInfo
  // Zero for ever is a passkey that does not count.
  if ((newCounter > 0 || counter > 0) && newCounter <= counter) throw new CounterWentBack(passkey.id, { was: counter, said: newCounter })
  await tx.sql(USED, [passkey.id, newCounter, ctx.at ?? null])
  return { passkeyId: passkey.id, publicKey }
}

/** The library's sentence says which check failed; it goes to the log, not to the person. */
export function refused(cause?: unknown): never {
  throw new AppError('forbidden', 'The passkey’s answer does not hold for this question. Nothing was recorded; try again.', { state: 'passkey_refused', cause })
}
