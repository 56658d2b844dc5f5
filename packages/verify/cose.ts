type Bytes = Uint8Array<ArrayBuffer>

/** Strict: one spelling for one value, so that no character can change unnoticed. */
export function fromBase64url(text: string): Bytes {
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
  if (toBase64url(bytes) !== text) throw new SyntaxError('not base64url')
  return bytes
}

export const toBase64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** A COSE key is a CBOR map of integers to integers and byte strings (RFC 9052); nothing else is read. */
function readKey(bytes: Bytes): Map<number, number | Bytes> {
  let at = 0
  const head = () => {
    const first = bytes[at++] ?? NaN
    const [major, low] = [first >> 5, first & 31]
    if (low < 24) return { major, value: low }
    const size = { 24: 1, 25: 2, 26: 4 }[low]
    if (!size || at + size > bytes.length) throw new SyntaxError('not a COSE key')
    let value = 0
    for (let i = 0; i < size; i++) value = value * 256 + (bytes[at++] ?? 0)
    return { major, value }
  }
  const item = (): number | Bytes => {
    const { major, value } = head()
    if (major === 0) return value
    if (major === 1) return -1 - value
    if (major !== 2 || at + value > bytes.length) throw new SyntaxError('not a COSE key')
    at += value
    return bytes.slice(at - value, at)
  }
  const map = head()
  if (map.major !== 5) throw new SyntaxError('not a COSE key')
  const key = new Map<number, number | Bytes>()
  for (let i = 0; i < map.value; i++) {
    const name = item()
    if (typeof name !== 'number' || key.has(name)) throw new SyntaxError('not a COSE key')
    key.set(name, item())
  }
  if (at !== bytes.length) throw new SyntaxError('text after the COSE key')
  return key
}

const LENGTH = 32

/** WebAuthn signs ECDSA in DER, WebCrypto wants the two numbers side by side. */
function rawSignature(der: Bytes): Bytes {
  let at = 2
  if (der[0] !== 0x30 || der[1] !== der.length - 2) throw new SyntaxError('not a signature')
  const raw = new Uint8Array(2 * LENGTH)
  for (const end of [LENGTH, 2 * LENGTH]) {
    const size = der[at + 1] ?? NaN
    if (der[at] !== 0x02 || !(at + 2 + size <= der.length)) throw new SyntaxError('not a signature')
    let number = der.slice(at + 2, at + 2 + size)
    at += 2 + size
    if (number[0] === 0) number = number.slice(1)
    if (number.length > LENGTH) throw new SyntaxError('not a signature')
    raw.set(number, end - number.length)
  }
  if (at !== der.length) throw new SyntaxError('text after the signature')
  return raw
}

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
const part = (key: Map<number, number | Bytes>, name: number) => {
  const value = key.get(name)
  if (!(value instanceof Uint8Array)) throw new SyntaxError('not a COSE key')
  return value
}

/** Whether the key signed the data. ES256, RS256 and EdDSA: what enrolment offers. Throws on anything malformed. */
export async function coseVerify(coseKey: Bytes, signature: Bytes, data: Bytes): Promise<boolean> {
  const { subtle } = crypto
  const key = readKey(coseKey)
  const [kind, algorithm, curve] = [key.get(1), key.get(3), key.get(-1)]
  if (kind === 2 && algorithm === -7 && curve === 1) {
    const jwk = { kty: 'EC', crv: 'P-256', x: toBase64url(part(key, -2)), y: toBase64url(part(key, -3)) }
    return subtle.verify(ES256, await subtle.importKey('jwk', jwk, ES256, false, ['verify']), rawSignature(signature), data)
  }
  if (kind === 3 && algorithm === -257) {
    const jwk = { kty: 'RSA', n: toBase64url(part(key, -1)), e: toBase64url(part(key, -2)) }
    return subtle.verify(RS256, await subtle.importKey('jwk', jwk, RS256, false, ['verify']), signature, data)
  }
  if (kind === 1 && algorithm === -8 && curve === 6) {
    return subtle.verify('Ed25519', await subtle.importKey('raw', part(key, -2), 'Ed25519', false, ['verify']), signature, data)
  }
  throw new SyntaxError('a key of a kind that is not known')
}
