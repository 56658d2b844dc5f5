import { verifyRegistrationResponse, type AuthenticationResponseJSON, type RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { ALGORITHMS } from '@/lib/passkeys/begin-enrolment'
import { spendChallenge } from '@/lib/passkeys/challenge'
import { checkAnswer, refused } from '@/lib/passkeys/check-answer'
import { livePasskeys } from '@/lib/passkeys/live'
import { personOf } from '@/lib/passkeys/person'
import { relyingParty } from '@/lib/passkeys/relying-party'
import { keepWentBack } from '@/lib/passkeys/went-back'
import { transact } from '@/lib/transact'

export interface EnrolmentAnswer {
  name: string
  registration: RegistrationResponseJSON
  /** By a passkey that the person has already; needed as soon as there is one. */
  confirmation?: AuthenticationResponseJSON
}

const INSERT = `INSERT INTO passkeys (id, user_id, credential_id, public_key, counter, transports, name)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential_id) DO NOTHING RETURNING id`

/** Keeps the passkey that a browser made for a question of beginEnrolment, within two minutes and once. Returns its id. */
export function finishEnrolment(ctx: Ctx, { name, registration, confirmation }: EnrolmentAnswer): Promise<string> {
  return transact(ctx, 'account.change', async (tx) => {
    const userId = personOf(ctx).id
    const { challenge } = await spendChallenge(tx, ctx, 'enrol', registration.response.clientDataJSON)
    const live = await livePasskeys(tx.sql, userId)
    if (live.length && !confirmation) {
      throw new AppError('forbidden', 'You have a passkey already: confirm with it before you add another.', { state: 'passkey_unconfirmed' })
    }
    const confirmed = live.length && confirmation ? await checkAnswer(tx, ctx, confirmation, challenge).catch(keepWentBack) : null
    if (confirmed && 'refused' in confirmed) return confirmed
    const { rpID, origin } = relyingParty()
    const { registrationInfo } = await verifyRegistrationResponse({
      response: registration,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }).catch(refused)
    if (!registrationInfo) return refused()
    const { credential } = registrationInfo
    const publicKey = Buffer.from(credential.publicKey)
    const id = newId()
    const transports = registration.response.transports ?? []
    const [made] = await tx.sql(INSERT, [id, userId, credential.id, publicKey, credential.counter, transports, name])
    if (!made) throw new AppError('conflict', 'This passkey is known here already.', { state: 'passkey_known' })
    return {
      value: id,
      audit: [{
        kind: 'auth', event: 'passkey.enrolled',
        // The key itself: with this entry anyone can tell later whose passkey signed a decision.
        output: { passkey_id: id, name, credential_id: credential.id, public_key: publicKey.toString('base64url'), confirmed_by: confirmed?.passkeyId ?? null },
      }],
    }
  })
}
