import canonicalize from 'canonicalize'
import { coseVerify, fromBase64url, toBase64url } from './cose'

/** What a passkey is asked to sign: this person, in this session, decides this about exactly this. */
export interface StepUp {
  workspace: string
  approval: string
  action_hash: string
  decision: string
  user: string
  session: string
  /** 32 random bytes, base64url: no two questions are the same. */
  nonce: string
}

/** The stored text of a critical decision, with all that is needed to check it. Bytes are base64url; the key is COSE. */
export interface Assertion extends StepUp {
  format: 'countersign-assertion-v1'
  rp_id: string
  origin: string
  credential_id: string
  public_key: string
  client_data_json: string
  authenticator_data: string
  signature: string
}

export type AssertionCheck = { ok: true; assertion: Assertion } | { ok: false; why: string }

const BOUND = ['workspace', 'approval', 'action_hash', 'decision', 'user', 'session', 'nonce'] as const
const FIELDS = [...BOUND, 'format', 'rp_id', 'origin', 'credential_id', 'public_key', 'client_data_json', 'authenticator_data', 'signature']
const [PRESENT, VERIFIED] = [0x01, 0x04]

const utf8 = (text: string) => new TextEncoder().encode(text)
const sha256 = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

/** The challenge of a decision: base64url SHA-256 over the versioned, canonical form. Only the named fields count. */
export async function stepUpChallenge(given: StepUp): Promise<string> {
  const bound = Object.fromEntries(BOUND.map((name) => [name, given[name]]))
  return toBase64url(await sha256(utf8(`countersign-step-up-v1\n${canonicalize(bound)}`)))
}

function read(text: string): Assertion | null {
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null
    if (typeof value !== 'object' || value === null || canonicalize(value) !== text) return null
    if (Object.keys(value).length !== FIELDS.length || !FIELDS.every((name) => typeof value[name] === 'string')) return null
    return value.format === 'countersign-assertion-v1' ? (value as unknown as Assertion) : null
  } catch {
    return null
  }
}

const no = (why: string): AssertionCheck => ({ ok: false, why })

/**
 * Checks offline that the passkey in the text signed exactly the decision in the text, with its person present and verified.
 * `expected` is what the reader knows from elsewhere. Whose the passkey was, the log's `passkey.enrolled` entry says.
 */
export async function verifyAssertion(text: string, expected: Partial<Assertion> = {}): Promise<AssertionCheck> {
  const assertion = read(text)
  if (!assertion) return no('it is not an assertion as this version writes them')
  for (const [name, value] of Object.entries(expected)) {
    if (assertion[name as keyof Assertion] !== value) return no(`${name} is not the expected one`)
  }
  try {
    const clientData = fromBase64url(assertion.client_data_json)
    const told = JSON.parse(new TextDecoder().decode(clientData)) as Record<string, unknown>
    if (told.type !== 'webauthn.get') return no('it answers another kind of question')
    if (told.challenge !== (await stepUpChallenge(assertion))) return no('it was signed for another decision')
    if (told.origin !== assertion.origin || told.crossOrigin === true) return no('it was signed on another site')
    const data = fromBase64url(assertion.authenticator_data)
    if (data.length < 37) return no('the authenticator data is too short')
    if (toBase64url(data.slice(0, 32)) !== toBase64url(await sha256(utf8(assertion.rp_id)))) return no('it was signed for another site')
    const flags = data[32] ?? 0
    if (!(flags & PRESENT) || !(flags & VERIFIED)) return no('the person was not verified')
    const signed = new Uint8Array([...data, ...(await sha256(clientData))])
    const fits = await coseVerify(fromBase64url(assertion.public_key), fromBase64url(assertion.signature), signed)
    return fits ? { ok: true, assertion } : no('the signature does not fit')
  } catch {
    return no('its bytes are malformed')
  }
}
