import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { approved, step } from '@/tests/api/support/ask'
import { call, startGateway, stopGateway } from '@/tests/api/support/gateway'
import { makeWorld, owner, type World } from '@/tests/api/support/world'
import { countersign } from '@/tests/support/command-line'

let world: World
let base: string
beforeAll(async () => {
  base = await startGateway()
  env.GATEWAY_URL = base
  world = await makeWorld()
})
afterAll(async () => {
  await stopGateway()
  await owner.end()
})

const ARGS = { order_id: 'ORD-1', amount_cents: 100 }
async function grant(tool = 'issue_refund'): Promise<string> {
  const id = await approved(world, { tool, args: ARGS })
  const answer = await step(world, id, 'start', { args: ARGS })
  expect(answer.status).toBe(200)
  return String(answer.body.grant)
}
const kidOf = (jws: string) => decodeProtectedHeader(jws).kid

test('the public keys are for everyone, are no secret halves, and name the key in use before it signs', async () => {
  const { status, headers, body } = await call('/.well-known/jwks.json')
  expect(status).toBe(200)
  expect(headers.get('cache-control')).toBe('public, max-age=60')
  const keys = body.keys as unknown as Record<string, string>[]
  expect(keys).toHaveLength(1)
  expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  expect(kidOf(await grant())).toBe(keys[0]?.kid)
  expect((await call('/.well-known/jwks.json', { body: {} })).body.code).toBe('method_not_allowed')
})

test('rotated on the command line while the gateway runs: the next grant has the new key, and a tool accepts both', async () => {
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', base), { cooldownDuration: 0 })
  const check = (jws: string) => jwtVerify(jws, keys, { issuer: base, audience: 'issue_refund', typ: 'countersign-grant+jwt', algorithms: ['EdDSA'] })
  const before = await grant()
  await check(before)
  const rotated = await countersign(['signing-key', 'rotate', 'grant', '--workspace', world.workspace, '--json'])
  expect(rotated).toMatchObject({ status: 0 })
  const after = await grant()
  expect(kidOf(after)).toBe((JSON.parse(rotated.out) as { kid: string }).kid)
  expect(kidOf(after)).not.toBe(kidOf(before))
  await check(after)
  await check(before)
  const listed = JSON.parse((await countersign(['signing-key', 'list', '--json'])).out) as { keys: { purpose: string; kid: string; retired_at: string | null }[] }
  expect(listed.keys.filter(({ purpose }) => purpose === 'grant').map(({ kid, retired_at }) => [kid, retired_at !== null])).toEqual([
    [kidOf(before), true],
    [kidOf(after), false],
  ])
})

test('with the key in the environment, the command says what to do and changes nothing', async () => {
  const given = { COUNTERSIGN_GRANT_KEY: Buffer.alloc(32, 3).toString('base64') }
  const { status, err } = await countersign(['signing-key', 'rotate', 'grant', '--workspace', world.workspace], { env: given })
  expect(status).toBe(1)
  expect(err).toContain('COUNTERSIGN_GRANT_KEY')
  expect((await countersign(['signing-key', 'rotate', 'everything', '--workspace', world.workspace])).status).toBe(2)
})

// The last of the five carries another grant's signature.
test('the tool of the documentation takes a grant once, for its own arguments only', async () => {
  const page = await readFile('docs/connect-an-agent.md', 'utf8')
  const [, code = ''] = /```js\n([^]*?)```/.exec(page) ?? []
  const tool = async (calls: [string, object][]) => {
    const script = `${code}
      for (const [grant, args] of ${JSON.stringify(calls)}) console.log(await checkGrant(grant, args).then((claims) => claims.action_hash.length, (error) => error.code ?? error.message))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, GATEWAY: base } })
    return stdout.trim().split('\n')
  }
  const [one, other, elsewhere] = [await grant(), await grant(), await grant('change')]
  const reordered = Object.fromEntries(Object.entries(ARGS).reverse())
  expect(await tool([[one, reordered], [one, ARGS], [other, { ...ARGS, amount_cents: 101 }], [elsewhere, ARGS], [`${other.slice(0, -86)}${one.slice(-86)}`, ARGS]])).toEqual([
    '64', 'This grant was used already.', 'These are not the arguments that were approved.', 'ERR_JWT_CLAIM_VALIDATION_FAILED', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  ])
})

test('the doctor names the keys in use, and what is wrong with them', async () => {
  const keyLine = (out: string) => out.split('\n').find((line) => line.includes('keys'))
  expect(keyLine((await countersign(['doctor'])).out)).toContain(String(kidOf(await grant())))
  const { status, out } = await countersign(['doctor'], { env: { COUNTERSIGN_GRANT_KEY: 'c2hvcnQ=' } })
  expect(status).toBe(1)
  expect(keyLine(out)).toMatch(/WRONG {2}keys .*COUNTERSIGN_GRANT_KEY/)
})
