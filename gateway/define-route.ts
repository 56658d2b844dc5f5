import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { idempotencyOf } from '@/gateway/plugins/idempotency'
import { authenticate } from '@/gateway/plugins/key'
import { assertJsonType, bytesOf, readBody, readQuery } from '@/gateway/plugins/strict-json'
import type { Ctx } from '@/lib/context'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/ids'
import type { ProblemCode } from '@/packages/sdk/contract/problem'
import type { Scope } from '@/packages/sdk/contract/scopes'

export interface RouteSpec<Body = unknown, Query = unknown> {
  method: 'GET' | 'POST'
  path: `/v1/${string}`
  name: string
  summary: string
  scope: Scope
  body?: z.ZodType<Body>
  /** No body at all is read as `{}`. */
  bodyOptional?: boolean
  query?: z.ZodType<Query>
  status?: 200 | 201
  answer: z.ZodType
  /** The answer comes as server-sent events, each of them one whole answer. */
  stream?: true
  problems: readonly ProblemCode[]
}

export interface Call<Body, Query> {
  ctx: Ctx
  id: string
  body: Body
  query: Query
  request: FastifyRequest
  reply: FastifyReply
  /** Aborts when the caller hangs up or the process stops. */
  signal: AbortSignal
}

interface Route {
  spec: RouteSpec
  register: (app: FastifyInstance, closing: AbortSignal) => void
}

const Nothing = z.strictObject({})

/** Key, scope, content type, strict JSON, schema, idempotency; then one verb. */
export function defineRoute<Body, Query>(
  spec: RouteSpec<Body, Query>,
  handle: (call: Call<Body, Query>) => Promise<unknown>,
): Route {
  const register = (app: FastifyInstance, closing: AbortSignal) => {
    const callers = new WeakMap<FastifyRequest, Ctx>()
    app.route<{ Params: { id?: string } }>({
      method: spec.method,
      url: spec.path.replace(/\{(\w+)\}/g, ':$1'),
      onRequest: async (request) => {
        callers.set(request, await authenticate(request, spec.scope))
        if (spec.method === 'POST') assertJsonType(request)
      },
      handler: async (request, reply) => {
        const caller = callers.get(request) as Ctx
        const { id = '' } = request.params
        if (spec.path.includes('{id}') && !isId(id)) throw notFound('action')
        const query = readQuery(request.query, (spec.query ?? Nothing) as z.ZodType<Query>)
        const bytes = bytesOf(request)
        const idempotency = spec.method === 'POST' ? idempotencyOf(request, `${spec.method} ${spec.path}`, bytes) : undefined
        const body = spec.body ? readBody(bytes, spec.body, spec.bodyOptional) : (undefined as Body)
        const ctx = idempotency ? { ...caller, idempotency } : caller
        const answer = await handle({ ctx, id, body, query, request, reply, signal: ending(reply, closing) })
        if (reply.sent) return reply
        return reply.code(reply.statusCode === 200 ? (spec.status ?? 200) : reply.statusCode).send(answer)
      },
    })
  }
  return { spec, register }
}

// By hand: Node 20 may collect the signal of AbortSignal.any() while somebody still waits for it.
function ending(reply: FastifyReply, closing: AbortSignal): AbortSignal {
  const end = new AbortController()
  const abort = () => end.abort('closed') // a reason of its own: the default one costs an exception with its stack for every request
  if (closing.aborted) abort()
  closing.addEventListener('abort', abort)
  reply.raw.once('close', () => {
    closing.removeEventListener('abort', abort)
    abort()
  })
  return end.signal
}
