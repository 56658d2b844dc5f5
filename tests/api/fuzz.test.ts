import { connect } from 'node:net'
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Problem } from '@/packages/sdk/contract/problem'
import { approved, pending } from '@/tests/api/support/ask'
import { type Answer, call, gatewayPort, startGateway, stopGateway } from '@/tests/api/support/gateway'
import { makeWorld, owner, settings, type World } from '@/tests/api/support/world'

const tally: Record<number, number> = {}
let world: World
let ids: string[]
beforeAll(async () => {
  await startGateway()
  world = await makeWorld()
  await settings(world, 'max_actions_per_hour', 1_000_000)
  ids = [await pending(world), await approved(world), randomUUID()]
})
afterAll(async () => {
  await stopGateway()
  await owner.end()
})

/** Whatever comes in: an answer below 500 that names its request, and every refusal is a problem of the closed set. */
function expectSane({ status, headers, body, text }: Answer): void {
  tally[status] = (tally[status] ?? 0) + 1
  expect(status, text).toBeLessThan(500)
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  if (status >= 400 && text !== '') expect(Problem.parse(body).status).toBe(status)
}

// On a busy machine fewer runs, never a time-out.
const many = { numRuns: 300, endOnFailure: true, interruptAfterTimeLimit: 15_000 }
const nasty = fc.oneof(
  fc.constantFrom('', ' ', '\u0000', '\ud800', '\u202e', '../..', "'; DROP TABLE agents; --", '%00', '__proto__', 'constructor', 'a'.repeat(5_000), '1e400', '😀', 'NaN', '-0', '9999-12-31T23:59:59Z', '0001-01-01T00:00:00Z', '2026-02-30T00:00:00Z', '2026-01-01T00:00:00+23:59', '9999-12-31T23:59:59-23:59', '2026-01-01T00:00:00.00000000000000001Z'),
  fc.string({ unit: 'binary' }),
)
const anything = fc.oneof(nasty, fc.json().map((text) => JSON.parse(text) as unknown), fc.integer(), fc.double(), fc.boolean(), fc.constant(null))
const fields = ['tool', 'args', 'action_name', 'action_name_he', 'description', 'context', 'evidence', 'workflow', 'stage', 'trust_level', 'action_type', 'run_id', 'sandbox_id', 'client_id', 'on_behalf_of', 'amount', 'dry_run', 'expires_in_s', 'success', 'output', 'error', 'duration_ms', 'tokens', 'cost_micros', 'currency', 'http_status', 'zzz']
const fuzzyBody = fc.record(Object.fromEntries(fields.map((field) => [field, anything])), { requiredKeys: [] })
/** A body that is nearly right: one field off. */
const nearlyRight = fc.tuple(fc.constantFrom(...fields), anything).map(([field, value]) => ({ tool: 'change', args: { order: 'ORD-1' }, [field]: value }))
const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }).filter((text) => !/[\0\p{Surrogate}]/u.test(text))
const count = fc.oneof(fc.integer(), fc.maxSafeInteger())
const wellFormed = fc
  .tuple(fc.constantFrom('look', 'change', 'refund', 'new.tool/x'), fc.dictionary(words, fc.oneof(words, count)), words)
  .map(([tool, args, words]) => ({ tool, args, description: words, client_id: words, context: words, run_id: words }))
const optional = { requiredKeys: ['success'] as 'success'[] }
const result = fc.record(
  { success: fc.boolean(), output: anything, error: words, duration_ms: count, tokens: fc.record({ input: count, output: count }), cost_micros: count, currency: fc.constantFrom('USD', 'usd'), http_status: fc.integer({ min: 0, max: 1000 }) },
  optional,
)
const start = fc.record({ args: fc.oneof(fc.constant({ order: 'ORD-1' }), fc.dictionary(words, anything)) })
const posts = () => fc.constantFrom('/v1/actions', ...ids.flatMap((id) => ['start', 'result', 'cancel'].map((verb) => `/v1/actions/${id}/${verb}`)))

test('no JSON body gives a 5xx', async () => {
  const to = (verb: string) => fc.constantFrom(...ids.map((id) => `/v1/actions/${id}/${verb}`))
  const request = fc.oneof(
    fc.tuple(posts(), fc.oneof(fuzzyBody, anything)),
    fc.tuple(fc.constant('/v1/actions'), fc.oneof(nearlyRight, wellFormed)),
    fc.tuple(to('result'), result),
    fc.tuple(to('start'), start),
  )
  await fc.assert(
    fc.asyncProperty(request, async ([path, body]) => {
      expectSane(await call(path, { key: world.key, raw: JSON.stringify(body) }))
    }),
    { ...many, numRuns: 1_000 },
  )
})

test('no bytes give a 5xx', async () => {
  await fc.assert(
    fc.asyncProperty(posts(), fc.uint8Array({ maxLength: 300 }), async (path, bytes) => {
      expectSane(await call(path, { key: world.key, method: 'POST', raw: bytes }))
    }),
    many,
  )
})

test('no query gives a 5xx', async () => {
  const name = fc.oneof(fc.constantFrom('state', 'tool', 'since', 'cursor', 'limit'), nasty)
  const cursor = fc.tuple(anything, anything).map((pair) => Buffer.from(JSON.stringify(pair)).toString('base64url'))
  const pairs = fc.array(fc.tuple(name, fc.oneof(nasty, cursor)), { maxLength: 4 })
  const encode = (text: string) => encodeURIComponent(Buffer.from(text).toString()).slice(0, 6_000)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('/v1/actions', '/v1/config', `/v1/actions/${ids[0]}`, '/healthz'), pairs, async (path, found) => {
      expectSane(await call(`${path}?${found.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&')}`, { key: world.key }))
    }),
    many,
  )
})

test('no path gives a 5xx', async () => {
  const part = fc.oneof(fc.constantFrom('v1', 'actions', 'start', '..', '%', '%ff', '%00', '%2f', ''), fc.webSegment(), fc.uuid())
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 5 }), fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND'), async (parts, method) => {
      expectSane(await call(`/${parts.join('/')}`, { key: world.key, method }))
    }),
    many,
  )
})

test('no header gives a 5xx', async () => {
  const name = fc.constantFrom('authorization', 'idempotency-key', 'content-type', 'if-none-match', 'accept', 'x-request-id', 'user-agent', 'cookie', 'x-forwarded-for', 'origin', 'range')
  const value = fc.oneof(
    fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).filter((c) => c !== 0x7f).map((c) => String.fromCharCode(c)), maxLength: 300 }),
    fc.constantFrom('Bearer', 'Bearer  ', 'Basic eA==', '*', 'W/"', 'application/json;charset', `Bearer cs_live_${'0'.repeat(200)}`),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('GET', 'POST'), fc.dictionary(name, value), async (method, headers) => {
      expectSane(await call('/v1/actions', { key: world.key, method, headers, ...(method === 'POST' && { raw: '{"tool":"look","args":{}}' }) }))
    }),
    many,
  )
})

test('the fuzz went through the door as well as up to it', () => {
  expect(tally[201]).toBeGreaterThan(20)
  expect(Object.keys(tally)).toEqual(expect.arrayContaining(['200', '400', '401', '404', '409', '415', '422']))
})

test('a client’s own X-Request-Id is not believed', async () => {
  const id = randomUUID()
  const answer = await call('/healthz', { headers: { 'x-request-id': id } })
  expect(answer.headers.get('x-request-id')).not.toBe(id)
})

test.each([
  ['no HTTP at all', 'hello\r\n\r\n'],
  ['a control character in a header', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n'],
  ['a header of a megabyte', `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(1_000_000)}\r\n\r\n`],
  ['two lengths', 'POST /v1/actions HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}'],
  ['length and chunks at once', 'POST /v1/actions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['an expectation', 'POST /v1/actions HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nContent-Length: 2\r\n\r\n{}'],
  ['a chunk that is none', 'POST /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n'],
])('raw bytes, %s: 400 as a problem', async (_, bytes) => {
  const text = await raw(bytes)
  expect(text).toMatch(/^HTTP\/1\.1 400 /)
  expect(text).toMatch(/x-request-id: [0-9a-f-]{36}/i)
  expect(Problem.parse(JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))).code).toBe('invalid_header')
})

test('a request without Host is answered like any other', async () => {
  expect(await raw('GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 [^]*x-request-id: [0-9a-f-]{36}/i)
})

function raw(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(gatewayPort(), '127.0.0.1', () => socket.write(bytes, 'latin1'))
    let text = ''
    socket.on('data', (data) => (text += data.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text))
  })
}
