import { createHash, createPublicKey, verify } from 'node:crypto'
import type { Signer } from '@/lib/signing/signer'

// C2SP tlog-checkpoint inside a C2SP signed note.
export interface TreeHead {
  workspace: string
  size: number
  root: Uint8Array
}

interface NoteSignature {
  name: string
  keyId: string
  bytes: Uint8Array
}

export interface Checkpoint extends TreeHead {
  /** The signed text. */
  body: string
  signatures: NoteSignature[]
}

const ED25519 = 1
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const keyId = (name: string, publicKey: Uint8Array) =>
  createHash('sha256').update(`${name}\n`).update(Uint8Array.of(ED25519)).update(publicKey).digest().subarray(0, 4)

/** What a verifier is given: `name+key id+key`. */
export const verifierKey = (name: string, publicKey: Uint8Array) =>
  `${name}+${keyId(name, publicKey).toString('hex')}+${base64(Buffer.concat([Uint8Array.of(ED25519), publicKey]))}`

const bodyOf = ({ workspace, size, root }: TreeHead) => `countersign/${workspace}\n${size}\n${base64(root)}\n`

export function signCheckpoint(head: TreeHead, name: string, signer: Pick<Signer, 'publicKey' | 'sign'>): string {
  const body = bodyOf(head)
  const signature = Buffer.concat([keyId(name, signer.publicKey), signer.sign(Buffer.from(body, 'utf8'))])
  return `${body}\n\u2014 ${name} ${base64(signature)}\n`
}

/** Null for anything that is not a checkpoint of ours. Says nothing about who signed it. */
export function parseCheckpoint(note: string): Checkpoint | null {
  const found = /^(countersign\/([a-z0-9-]+)\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\n)\n((?:\u2014 [^ \n]+ [A-Za-z0-9+/]+=*\n)+)$/.exec(note)
  if (!found) return null
  const [, body = '', workspace = '', size = '', root = '', lines = ''] = found
  const signed = lines.trimEnd().split('\n').map((line) => line.split(' ').slice(1))
  // Padding can hide bits that no decoder reads: one spelling only.
  if (![root, ...signed.map(([, text = '']) => text)].every((text) => base64(Buffer.from(text, 'base64')) === text)) return null
  const signatures = signed.map(([name = '', text = '']) => {
    const bytes = Buffer.from(text, 'base64')
    return { name, keyId: bytes.subarray(0, 4).toString('hex'), bytes: bytes.subarray(4) }
  })
  return { workspace, size: Number(size), root: Buffer.from(root, 'base64'), body, signatures }
}

const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** Whether one of these raw Ed25519 keys signed it. */
export function signedByOneOf({ body, signatures }: Checkpoint, publicKeys: readonly Uint8Array[]): boolean {
  return publicKeys.some((raw) => {
    const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })
    return signatures.some(({ name, keyId: id, bytes }) => keyId(name, raw).toString('hex') === id && verify(null, Buffer.from(body, 'utf8'), key, bytes))
  })
}
