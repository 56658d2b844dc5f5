import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { canonical } from '@/lib/audit/canonical'
import { stepUpChallenge, verifyAssertion, type Assertion, type StepUp } from '@/packages/verify/assertion'
import { anAuthenticator, ORIGIN, type Bend } from '../support/authenticator'

const bound: StepUp = {
  workspace: 'acme', approval: '019b0000-0000-7000-8000-000000000001', action_hash: 'a'.repeat(64), decision: 'approve',
  user: '019b0000-0000-7000-8000-000000000002', session: '019b0000-0000-7000-8000-000000000003', nonce: Buffer.alloc(32, 7).toString('base64url'),
}

async function signed(bend: Bend = {}, kind?: Parameters<typeof anAuthenticator>[0], passkey = anAuthenticator(kind)): Promise<Assertion> {
  const { response } = passkey.sign({ challenge: await stepUpChallenge(bound), rpId: 'localhost' }, bend)
  return {
    ...bound, format: 'countersign-assertion-v1', rp_id: 'localhost', origin: ORIGIN, credential_id: passkey.credentialId,
    public_key: passkey.publicKey.toString('base64url'), client_data_json: response.clientDataJSON,
    authenticator_data: response.authenticatorData, signature: response.signature,
  }
}

describe('the challenge', () => {
  test('is the SHA-256 of the versioned canonical form, and every field counts', async () => {
    const text = `countersign-step-up-v1\n${canonical(bound)}`
    expect(await stepUpChallenge(bound)).toBe(createHash('sha256').update(text).digest('base64url'))
    for (const name of Object.keys(bound) as (keyof StepUp)[]) {
      expect(await stepUpChallenge({ ...bound, [name]: `${bound[name]}x` })).not.toBe(await stepUpChallenge(bound))
    }
  })
})

describe('the stored text of a critical decision', () => {
  test.each(['ES256', 'RS256', 'EdDSA'] as const)('proves offline what an %s passkey signed', async (kind) => {
    const text = canonical(await signed({}, kind))
    expect(await verifyAssertion(text)).toMatchObject({ ok: true, assertion: bound })
    expect(await verifyAssertion(text, { action_hash: bound.action_hash, decision: 'approve', user: bound.user })).toMatchObject({ ok: true })
  })

  test('holds for no other decision, action, person, approval, workspace or session', async () => {
    const assertion = await signed()
    for (const [name, value] of Object.entries({ ...bound, decision: 'reject' })) {
      const other = name === 'decision' ? value : `${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}`
      expect(await verifyAssertion(canonical({ ...assertion, [name]: other })), name).toEqual({ ok: false, why: 'it was signed for another decision' })
      expect(await verifyAssertion(canonical(assertion), { [name]: other }), name).toMatchObject({ ok: false })
    }
  })

  test('does not hold when the person was not verified, on another site, or for another kind of question', async () => {
    for (const bend of [{ userVerified: false }, { rpId: 'evil.example' }, { origin: 'https://evil.example' }, { type: 'webauthn.create' }]) {
      expect(await verifyAssertion(canonical(await signed(bend))), JSON.stringify(bend)).toMatchObject({ ok: false })
    }
  })

  test('does not hold with the key of another passkey', async () => {
    const [mine, other] = [await signed(), anAuthenticator()]
    expect(await verifyAssertion(canonical({ ...mine, public_key: other.publicKey.toString('base64url') }))).toEqual({ ok: false, why: 'the signature does not fit' })
  })

  test('any change of any byte is noticed', async () => {
    const text = canonical(await signed())
    const { credential_id: unsigned } = JSON.parse(text) as Assertion
    const spared = [text.indexOf(unsigned), text.indexOf(unsigned) + unsigned.length] as const
    for (let at = 0; at < text.length; at++) {
      if (at >= spared[0] && at < spared[1]) continue // names the key; the key itself is what is checked
      const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
      expect(await verifyAssertion(changed), `at ${at}: ${text.slice(at - 10, at + 10)}`).toMatchObject({ ok: false })
    }
  })

  test('anything else is not an assertion', async () => {
    const assertion = await signed()
    for (const text of ['', 'null', '[]', '{}', JSON.stringify(assertion, null, 2), canonical({ ...assertion, more: 'x' }), canonical({ ...assertion, format: 'v2' })]) {
      expect(await verifyAssertion(text)).toMatchObject({ ok: false })
    }
  })
})
