import { createHash } from 'node:crypto'
import type { Signer } from '@/lib/signing/signer'

// C2SP tlog-checkpoint inside a C2SP signed note. Reading and checking them: packages/verify.
export interface TreeHead {
  workspace: string
  size: number
  root: Uint8Array
}

const ED25519 = 1
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const keyId = (name: string, publicKey: Uint8Array) =>
  createHash('sha256').update(`${name}\n`).update(Uint8Array.of(ED25519)).update(publicKey).digest().subarray(0, 4)

/** What a verifier is given: `name+key id+key`. */
export const verifierKey = (name: string, publicKey: Uint8Array) =>
  `${name}+${keyId(name, publicKey).toString('hex')}+${base64(Buffer.concat([Uint8Array.of(ED25519), publicKey]))}`

/** Names the log: one tree per workspace. */
export const originOf = (workspace: string) => `countersign/${workspace}`

const bodyOf = ({ workspace, size, root }: TreeHead) => `${originOf(workspace)}\n${size}\n${base64(root)}\n`

export function signCheckpoint(head: TreeHead, name: string, signer: Pick<Signer, 'publicKey' | 'sign'>): string {
  const body = bodyOf(head)
  const signature = Buffer.concat([keyId(name, signer.publicKey), signer.sign(Buffer.from(body, 'utf8'))])
  return `${body}\n\u2014 ${name} ${base64(signature)}\n`
}
