import { concat, fromBase64, fromHex, Invalid, same, sha256, toBase64, toHex, utf8, type Bytes } from './encoding'

/** C2SP signed notes, with Ed25519 signatures only. */
const ED25519 = 1
const MOST_SIGNATURES = 64
const KEY_NAME = /^[^\s\u0085+]+$/u

export interface VerifierKey {
  name: string
  id: Bytes
  publicKey: Bytes
}

interface Signature {
  name: string
  id: Bytes
  value: Bytes
}

interface Note {
  /** What is signed, with its last newline. */
  text: string
  signatures: readonly Signature[]
}

/** SHA-256(name || newline || type || public key), its first four bytes. */
export async function keyId(name: string, publicKey: Uint8Array): Promise<Bytes> {
  return (await sha256(concat(utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey))).slice(0, 4)
}

/** `name+hex(id)+base64(type || public key)`. */
export const formatKey = ({ name, id, publicKey }: VerifierKey) =>
  `${name}+${toHex(id)}+${toBase64(concat(Uint8Array.of(ED25519), publicKey))}`

export async function parseKey(text: string): Promise<VerifierKey> {
  const [, name = '', hex = '', encoded = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/s.exec(text) ?? []
  const [id, bytes] = [fromHex(hex), fromBase64(encoded)]
  if (!KEY_NAME.test(name) || !id || bytes?.length !== 33 || bytes[0] !== ED25519) throw new Invalid('This is not a verifier key: name+id+base64.')
  const publicKey = bytes.slice(1)
  if (!same(await keyId(name, publicKey), id)) throw new Invalid('The id in this verifier key is not the id of its public key.')
  return { name, id, publicKey }
}

/** Exactly a text, an empty line and signature lines; nothing before, between or after. */
export function parseNote(note: string): Note {
  const end = note.lastIndexOf('\n\n')
  if (end < 1 || !note.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f]|\p{Cs}/u.test(note)) throw new Invalid('This is not a signed note.')
  const lines = note.slice(end + 2, -1).split('\n')
  if (lines.length > MOST_SIGNATURES) throw new Invalid('The note has too many signatures.')
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) }
}

function parseSignature(line: string): Signature {
  const [, name = '', encoded = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line) ?? []
  const bytes = fromBase64(encoded)
  if (!KEY_NAME.test(name) || !bytes || bytes.length < 5) throw new Invalid('A signature line of the note is malformed.')
  return { name, id: bytes.slice(0, 4), value: bytes.slice(4) }
}

/**
 * The text of a note that a known key signed. Signatures of unknown keys are passed over; a wrong one of a known key refuses
 * the whole note.
 */
export async function verifyNote(note: string, keys: readonly VerifierKey[]): Promise<{ text: string; key: VerifierKey; signatures: number }> {
  const { text, signatures } = parseNote(note)
  let signer: VerifierKey | undefined
  for (const { name, id, value } of signatures) {
    const key = keys.find((known) => known.name === name && same(known.id, id))
    if (!key) continue
    if (!(await signedBy(key, utf8(text), value))) throw new Invalid(`The signature of ${name}+${toHex(id)} is wrong.`)
    signer ??= key
  }
  if (!signer) throw new Invalid('No key that is trusted here has signed this.')
  return { text, key: signer, signatures: signatures.length }
}

async function signedBy({ publicKey }: VerifierKey, text: Bytes, signature: Bytes): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify'])
  return signature.length === 64 && crypto.subtle.verify({ name: 'Ed25519' }, key, signature, text)
}

/** How a signature is written under its text. */
export const signatureLine = ({ name, id }: VerifierKey, signature: Uint8Array) => `\u2014 ${name} ${toBase64(concat(id, signature))}\n`
