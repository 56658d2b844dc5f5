import { z } from 'zod'
import type { RouteSpec } from '@/gateway/define-route'
import { Problem, type ProblemCode, PROBLEM_CODES, PROBLEMS } from '@/packages/sdk/contract/problem'

type Json = Record<string, unknown>

const ALWAYS: ProblemCode[] = ['unauthenticated', 'forbidden', 'invalid_query', 'internal', 'unavailable']
const WITH_ID: ProblemCode[] = ['not_found']
const ON_POST: ProblemCode[] = [
  'invalid_json', 'unsafe_number', 'reserved_key', 'invalid_header', 'in_flight', 'too_large', 'unsupported_media_type',
  'invalid', 'idempotency_mismatch',
]

/** OpenAPI 3.1 from the schemas that check the requests: the two cannot disagree. */
export function openapi(specs: readonly RouteSpec[]): Json {
  const paths: Record<string, Json> = {}
  for (const spec of specs) (paths[spec.path] ??= {})[spec.method.toLowerCase()] = operation(spec)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign: the agents’ door',
      version: '1',
      description:
        'Ask before acting. JSON in, JSON out; amounts are integer minor units; every answer carries X-Request-Id.',
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'cs_live_…, made at the desk for one agent' } },
      schemas: { Problem: schema(Problem), ProblemCode: { type: 'string', enum: PROBLEM_CODES } },
    },
  }
}

function operation(spec: RouteSpec): Json {
  const codes = [
    ...ALWAYS,
    ...(spec.path.includes('{id}') ? WITH_ID : []),
    ...(spec.method === 'POST' ? ON_POST : []),
    ...spec.problems,
  ]
  return {
    operationId: spec.name,
    summary: spec.summary,
    description: `Scope: ${spec.scope}.`,
    parameters: parameters(spec),
    ...(spec.body && {
      requestBody: { required: !spec.bodyOptional, content: { 'application/json': { schema: schema(spec.body) } } },
    }),
    responses: {
      [spec.status ?? 200]: spec.stream
        ? { description: 'Events named "action"; the data of each is JSON of this shape.', content: { 'text/event-stream': { schema: schema(spec.answer) } } }
        : { description: 'Done.', content: { 'application/json': { schema: schema(spec.answer) } } },
      ...(spec.stream && { 204: { description: 'It has ended, and the event in Last-Event-ID was the last.' } }),
      ...problems(codes),
    },
  }
}

function parameters(spec: RouteSpec): Json[] {
  const { properties = {} } = spec.query ? schema(spec.query) : {}
  return [
    ...(spec.path.includes('{id}')
      ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }]
      : []),
    ...Object.entries(properties as Json).map(([name, of]) => ({ name, in: 'query', required: false, schema: of })),
    ...(spec.stream
      ? [{ name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' }, description: 'the last event you have: only what is new is sent' }]
      : []),
    ...(spec.method === 'POST'
      ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 } }]
      : []),
  ]
}

function problems(codes: readonly ProblemCode[]): Json {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of codes) byStatus.set(PROBLEMS[code].status, [...(byStatus.get(PROBLEMS[code].status) ?? []), code])
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      status,
      {
        description: of.map((code) => `${code}: ${PROBLEMS[code].title}`).join('; '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

// io "input": answers may grow fields, so they are not described as closed.
function schema(of: z.ZodType): Json {
  const described: Json = { ...z.toJSONSchema(of, { io: 'input', reused: 'inline' }) }
  delete described.$schema
  return described
}
