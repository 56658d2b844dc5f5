import { query } from '@/lib/db'
import type { Purpose } from '@/lib/signing/signer'

export interface KnownKey {
  kid: string
  purpose: Purpose
  public_key: Uint8Array
  created_at: Date
  retired_at: Date | null
}

const ALL = `SELECT kid, purpose, public_key, created_at, retired_at FROM signing_keys ORDER BY purpose, created_at, kid`
// Receipts are good for minutes; the rest of the day is for whoever looks into yesterday's.
const PUBLISHED = `SELECT kid, public_key FROM signing_keys
  WHERE purpose = 'grant' AND coalesce(retired_at > clock_timestamp() - interval '24 hours', true) ORDER BY created_at DESC, kid`

/** Every key that ever signed something here. */
export const listKeys = () => query<KnownKey>(ALL)

/** What a tool needs to check receipts: RFC 7517, with the keys retired in the last 24 hours. */
export async function keySet() {
  const keys = await query<Pick<KnownKey, 'kid' | 'public_key'>>(PUBLISHED)
  return { keys: keys.map(({ kid, public_key }) => ({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(public_key).toString('base64url'), kid, alg: 'EdDSA', use: 'sig' })) }
}
