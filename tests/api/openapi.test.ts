import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROBLEM_CODES } from '@/packages/sdk/contract/problem'
import { call, startGateway, stopGateway } from '@/tests/api/support/gateway'
import { makeWorld, owner, type World } from '@/tests/api/support/world'

interface Operation {
  operationId: string
  parameters: { name: string; in: string; schema: Record<string, unknown> }[]
  requestBody?: { content: Record<string, { schema: { properties: object; additionalProperties: boolean } }> }
  responses: Record<string, { description: string; content: Record<string, unknown> }>
}
interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: { ProblemCode: { enum: string[] } } }
}

let world: World
let document: Document
beforeAll(async () => {
  await startGateway()
  world = await makeWorld()
  document = (await call('/v1/openapi.json')).body as unknown as Document
})
afterAll(async () => {
  await stopGateway()
  await owner.end()
})

test('it is OpenAPI 3.1 and needs no key', async () => {
  const answer = await call('/v1/openapi.json')
  expect([answer.status, document.openapi]).toEqual([200, '3.1.0'])
  expect(document.components.schemas.ProblemCode.enum).toEqual(PROBLEM_CODES)
})

test('it lists exactly the calls there are', () => {
  const calls = Object.entries(document.paths).flatMap(([path, of]) => Object.keys(of).map((method) => `${method.toUpperCase()} ${path}`))
  expect(calls.sort()).toEqual([
    'GET /v1/actions',
    'GET /v1/actions/{id}',
    'GET /v1/actions/{id}/events',
    'GET /v1/config',
    'POST /v1/actions',
    'POST /v1/actions/{id}/cancel',
    'POST /v1/actions/{id}/result',
    'POST /v1/actions/{id}/start',
  ])
})

test('each listed call is served, and only with a key', async () => {
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const method of Object.keys(operations)) {
      const answer = await call(path.replace('{id}', crypto.randomUUID()), { method: method.toUpperCase(), raw: method === 'post' ? '{}' : undefined })
      expect([path, answer.body.code]).toEqual([path, 'unauthenticated'])
    }
  }
})

describe('what it says is what is done', () => {
  test('bodies are closed, and every field of a submit is described', () => {
    const schema = document.paths['/v1/actions']?.post?.requestBody?.content['application/json']?.schema
    expect(schema?.additionalProperties).toBe(false)
    expect(Object.keys(schema?.properties ?? {})).toEqual([
      'tool', 'args', 'action_name', 'action_name_he', 'description', 'context', 'evidence', 'workflow', 'stage', 'trust_level',
      'action_type', 'run_id', 'sandbox_id', 'client_id', 'on_behalf_of', 'amount', 'dry_run', 'expires_in_s',
    ])
  })

  test('wait goes from 0 to 60 and limit from 1 to 200', () => {
    const wait = document.paths['/v1/actions/{id}']?.get?.parameters.find(({ name }) => name === 'wait')
    expect(wait?.schema).toMatchObject({ type: 'integer', minimum: 0, maximum: 60 })
    const limit = document.paths['/v1/actions']?.get?.parameters.find(({ name }) => name === 'limit')
    expect(limit?.schema).toMatchObject({ type: 'integer', minimum: 1, maximum: 200 })
  })

  test('every POST takes an Idempotency-Key and names its refusals', () => {
    for (const operations of Object.values(document.paths)) {
      const post = operations.post
      if (!post) continue
      expect(post.parameters.map(({ name }) => name)).toContain('Idempotency-Key')
      expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['400', '401', '403', '409', '413', '415', '422', '500', '503']))
    }
    expect(document.paths['/v1/actions/{id}/start']?.post?.responses['409']?.description).toContain('args_mismatch')
  })
})

test('answers carry the headers of an API, and none that open it to pages', async () => {
  for (const path of ['/healthz', '/v1/config', '/nowhere']) {
    const { headers } = await call(path, { key: world.key, headers: { origin: 'https://evil.example' } })
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('cache-control')).toMatch(/no-store|no-cache/)
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  }
})
