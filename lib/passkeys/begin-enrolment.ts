import { randomBytes } from 'node:crypto'
import {
  generateRegistrationOptions, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { CEREMONY_MS, keepChallenge } from '@/lib/passkeys/challenge'
import { askPasskeys, livePasskeys } from '@/lib/passkeys/live'
import { personOf } from '@/lib/passkeys/person'
import { relyingParty } from '@/lib/passkeys/relying-party'
import { transact, unchanged } from '@/lib/transact'
import { provePassword } from '@/lib/users/prove-password'

export interface Enrolment {
  creation: PublicKeyCredentialCreationOptionsJSON
  /** Who has a passkey already confirms with it first: otherwise a password alone would be a way around it. */
  confirmation: PublicKeyCredentialRequestOptionsJSON | null
}

/** What a signature is checked with here and offline: EdDSA, ES256, RS256. */
export const ALGORITHMS = [-8, -7, -257]

/** Opens an enrolment for two minutes, in exchange for the current password, every time. */
export async function beginEnrolment(ctx: Ctx, { currentPassword }: { currentPassword: string }): Promise<Enrolment> {
  const { id, email } = personOf(ctx)
  const { rpID, possible } = relyingParty()
  if (!possible) throw new AppError('conflict', 'Passkeys need the desk to be at an https address or at localhost.', { state: 'passkey_address' })
  await provePassword(ctx, currentPassword)
  return transact<Enrolment>(ctx, 'account.change', async (tx) => {
    const challenge = randomBytes(32).toString('base64url')
    await keepChallenge(tx, ctx, challenge)
    const passkeys = await livePasskeys(tx.sql, id)
    const creation = await generateRegistrationOptions({
      rpName: 'Countersign',
      rpID,
      userName: email,
      userDisplayName: email,
      userID: new Uint8Array(Buffer.from(id.replaceAll('-', ''), 'hex')),
      challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
      timeout: CEREMONY_MS,
      attestationType: 'none',
      excludeCredentials: passkeys,
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    })
    return unchanged({ creation, confirmation: passkeys.length ? await askPasskeys(passkeys, challenge) : null })
  })
}
