import { env } from '@/lib/env'
import { loadSigner } from '@/lib/signing/load'
import { listKeys } from '@/lib/signing/queries'
import type { Signer } from '@/lib/signing/signer'
import { keyId, parseNote, type VerifierKey } from '@/packages/verify/note'

async function named(publicKey: Uint8Array, name = env.COUNTERSIGN_LOG_NAME): Promise<VerifierKey> {
  return { name, id: await keyId(name, publicKey), publicKey: Uint8Array.from(publicKey) }
}

/** What somebody outside needs to check the log: the key that signs it now. */
export const logKey = ({ publicKey }: Pick<Signer, 'publicKey'>): Promise<VerifierKey> => named(publicKey)

async function publicKeys(): Promise<Uint8Array[]> {
  const active = await loadSigner('log')
  const before = (await listKeys()).filter(({ purpose, kid }) => purpose === 'log' && kid !== active.kid)
  return [active.publicKey, ...before.map((key) => key.public_key)]
}

/** The key in use and those before it, which signed older checkpoints. */
export const logKeys = async (): Promise<VerifierKey[]> => Promise.all((await publicKeys()).map((key) => named(key)))

/** Every log key that is known here, under the names that a note is signed with: the name is a setting. */
export async function keyring(): Promise<(note: string) => Promise<VerifierKey[]>> {
  const keys = await publicKeys()
  const known = new Map<string, Promise<VerifierKey[]>>()
  const under = (name: string) => {
    const found = known.get(name) ?? Promise.all(keys.map((key) => named(key, name)))
    known.set(name, found)
    return found
  }
  return async (note) => (await Promise.all([...new Set(parseNote(note).signatures.map(({ name }) => name))].map(under))).flat()
}
