import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asAppError } from '@/lib/database/failure'
import { AppError, IdempotentReplay } from '@/lib/errors'
import { type Problem, PROBLEMS } from '@/packages/sdk/contract/problem'

export const SECURITY = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** What Fastify itself refuses, in words of the closed set. */
const FRAMEWORK: Record<string, AppError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new AppError('too_large', 'A body may have at most 256 KiB.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new AppError('unsupported_media_type', 'Send application/json.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new AppError('invalid_header', 'Content-Length does not match the body.'),
  FST_ERR_BAD_URL: new AppError('not_found', 'There is nothing at this address.'),
  FST_ERR_MAX_PARAM_LENGTH: new AppError('not_found', 'There is nothing at this address.'),
  FST_ERR_ASYNC_CONSTRAINT: new AppError('not_found', 'There is nothing at this address.'),
}

export function problemOf(error: AppError, requestId: string): Problem {
  const { errors, state } = error.more
  return {
    type: `urn:countersign:problem:${error.code}`,
    title: PROBLEMS[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.detail,
    request_id: requestId,
    ...(errors && { errors }),
    ...(state && { state }),
  }
}

/** The one place where an error becomes an answer. */
export function sendError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = FRAMEWORK[(thrown as FastifyError | undefined)?.code ?? ''] ?? asAppError(thrown)
  if (error instanceof IdempotentReplay) {
    return reply
      .code(error.status)
      .header('idempotent-replayed', 'true')
      .type('application/json; charset=utf-8')
      .serializer((text: string) => text)
      .send(error.body)
  }
  const known = error instanceof AppError ? error : unexpected(thrown, request)
  if (known.code === 'unavailable') request.log.warn({ requestId: request.id, err: known.more.cause }, known.detail)
  const retryAfterS = known.more.retryAfterS ?? (known.status === 503 || known.status === 429 ? 1 : undefined)
  if (retryAfterS !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(retryAfterS)))
  reply.headers(SECURITY).header('x-request-id', request.id) // an address that cannot be read runs no hooks
  if (known.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply
    .code(known.status)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problemOf(known, request.id))
}

function unexpected(thrown: unknown, request: FastifyRequest): AppError {
  request.log.error({ requestId: request.id, err: thrown, method: request.method, path: request.url.split('?')[0] }, 'unexpected')
  return new AppError('internal', 'This is our fault. Quote the request id when you report it.')
}

/** Unknown addresses are 404; a known address with another method is 405, whatever the method is. */
export function mapErrors(app: FastifyInstance, methodsOf: (path: string) => string[]): void {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(request.url.split('?')[0] ?? '')
    if (!methods.length) return sendError(new AppError('not_found', 'There is nothing at this address.'), request, reply)
    const allow = methods.join(', ')
    reply.header('allow', allow)
    return sendError(new AppError('method_not_allowed', `Use ${allow} here.`), request, reply)
  })
}
