import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import type {
  AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON,
} from '@simplewebauthn/server'

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()
const base64url = (bytes: Buffer) => bytes.toString('base64url')

/** As much CBOR as an authenticator writes: integers, byte strings, text and maps. */
function cbor(value: number | string | Buffer | [number | string, unknown][]): Buffer {
  const head = (major: number, size: number) =>
    size < 24 ? Buffer.from([(major << 5) | size]) : size < 256 ? Buffer.from([(major << 5) | 24, size]) : Buffer.from([(major << 5) | 25, size >> 8, size & 255])
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.length), ...value.flatMap(([name, item]) => [cbor(name), cbor(item as Buffer)])])
}

type Kind = 'ES256' | 'RS256' | 'EdDSA'

function keyOf(kind: Kind): { cose: Buffer; privateKey: KeyObject } {
  const part = (text: string | undefined) => Buffer.from(text ?? '', 'base64url')
  if (kind === 'ES256') {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x, y } = publicKey.export({ format: 'jwk' })
    return { privateKey, cose: cbor([[1, 2], [3, -7], [-1, 1], [-2, part(x)], [-3, part(y)]]) }
  }
  if (kind === 'EdDSA') {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    return { privateKey, cose: cbor([[1, 1], [3, -8], [-1, 6], [-2, part(publicKey.export({ format: 'jwk' }).x)]]) }
  }
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n, e } = publicKey.export({ format: 'jwk' })
  return { privateKey, cose: cbor([[1, 3], [3, -257], [-1, part(n)], [-2, part(e)]]) }
}

/** What an attacker, or a broken device, would do differently. */
export interface Bend {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  counter?: number
  userVerified?: boolean
}

export interface Authenticator {
  credentialId: string
  publicKey: Buffer
  register(options: PublicKeyCredentialCreationOptionsJSON, bend?: Bend): RegistrationResponseJSON
  sign(options: PublicKeyCredentialRequestOptionsJSON, bend?: Bend): AuthenticationResponseJSON
}

export const ORIGIN = 'http://localhost:3000'

/** A passkey in software: its answers are those of a real one, byte for byte, unless it is told to bend them. */
export function anAuthenticator(kind: Kind = 'ES256'): Authenticator {
  const { cose, privateKey } = keyOf(kind)
  const id = randomBytes(32)
  let uses = 0
  const clientData = (type: string, challenge: string, { origin = ORIGIN, ...bend }: Bend) =>
    Buffer.from(JSON.stringify({ type: bend.type ?? type, challenge: bend.challenge ?? challenge, origin, crossOrigin: false }))
  const data = (rpId: string, { userVerified = true, ...bend }: Bend, attested = Buffer.alloc(0)) => {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(bend.counter ?? ++uses)
    const flags = 0x01 | (userVerified ? 0x04 : 0) | (attested.length ? 0x40 : 0)
    return Buffer.concat([sha256(bend.rpId ?? rpId), Buffer.from([flags]), counter, attested])
  }
  const named = { id: base64url(id), rawId: base64url(id), type: 'public-key' as const, clientExtensionResults: {} }
  return {
    credentialId: named.id,
    publicKey: cose,
    register(options, bend = {}) {
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose])
      const authData = data(options.rp.id ?? '', bend, attested)
      const attestationObject = cbor([['fmt', 'none'], ['attStmt', []], ['authData', authData]])
      const clientDataJSON = base64url(clientData('webauthn.create', options.challenge, bend))
      return { ...named, response: { clientDataJSON, attestationObject: base64url(attestationObject), transports: ['internal'] } }
    },
    sign(options, bend = {}) {
      const told = clientData('webauthn.get', options.challenge, bend)
      const authenticatorData = data(options.rpId ?? '', bend)
      const signed = Buffer.concat([authenticatorData, sha256(told)])
      const signature = sign(kind === 'EdDSA' ? null : 'sha256', signed, privateKey)
      return {
        ...named,
        response: { clientDataJSON: base64url(told), authenticatorData: base64url(authenticatorData), signature: base64url(signature) },
      }
    },
  }
}
