import { env } from '@/lib/env'
import { loadSigner } from '@/lib/signing/load'
import { listKeys } from '@/lib/signing/queries'
import type { Signer } from '@/lib/signing/signer'
import { keyId, type VerifierKey } from '@/packages/verify/note'

async function named(publicKey: Uint8Array): Promise<VerifierKey> {
  const name = env.COUNTERSIGN_LOG_NAME
  return { name, id: await keyId(name, publicKey), publicKey: Uint8Array.from(publicKey) }
}

/** What somebody outside needs to check the log: the key that signs it now. */
export const logKey = ({ publicKey }: Pick<Signer, 'publicKey'>): Promise<VerifierKey> => named(publicKey)

/** The key in use and those before it, which signed older checkpoints. */
export async function logKeys(): Promise<VerifierKey[]> {
  const active = await loadSigner('log')
  const retired = (await listKeys()).filter(({ purpose, kid }) => purpose === 'log' && kid !== active.kid)
  return Promise.all([active.publicKey, ...retired.map((key) => key.public_key)].map(named))
}
