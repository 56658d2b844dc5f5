import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'

/** What a key signs: grants, which tools check within minutes; or the log, whose signatures must hold for years. */
export const PURPOSES = ['grant', 'log'] as const
export type Purpose = (typeof PURPOSES)[number]

export interface Signer {
  /** RFC 7638 thumbprint: the same key has the same name everywhere. */
  kid: string
  /** Raw, 32 bytes. */
  publicKey: Uint8Array
  /** Ed25519, 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array
}

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Ed25519 from its 32-byte seed. */
export function signerOf(seed: Uint8Array): Signer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { kid: kidOf(publicKey), publicKey, sign: (bytes) => sign(null, bytes, key) }
}

const kidOf = (publicKey: Buffer) =>
  createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${publicKey.toString('base64url')}"}`).digest('base64url')
