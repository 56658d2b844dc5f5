import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import type { Sql } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { CEREMONY_MS } from '@/lib/passkeys/challenge'
import { relyingParty } from '@/lib/passkeys/relying-party'

interface LivePasskey {
  id: string
  transports: string[]
}

const LIVE = `SELECT credential_id AS id, transports FROM passkeys WHERE user_id = $1 AND removed_at IS NULL ORDER BY created_at, id`

export const livePasskeys = (sql: Sql, userId: string) => sql<LivePasskey>(LIVE, [userId])

/** What a browser needs to ask one of these passkeys, with its person verified. */
export function askPasskeys(passkeys: LivePasskey[], challenge: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: relyingParty().rpID,
    allowCredentials: passkeys,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: CEREMONY_MS,
    userVerification: 'required',
  })
}

export const noPasskey = () =>
  new AppError('forbidden', 'Critical actions need a passkey. Add one under Account.', { state: 'passkey_missing' })
