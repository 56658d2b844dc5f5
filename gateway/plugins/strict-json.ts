import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { AppError, type FieldError } from '@/lib/errors'
import { parseStrictJson } from '@/lib/strict-json'

export const MAX_BODY = 256 * 1024
const JSON_TYPE = /^application\/json *(?:; *charset=(?:utf-8|"utf-8") *)?$/i
const MOST_ERRORS = 50

/** Bodies arrive as bytes: only `readBody` turns them into values. */
export function keepBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY }, (_, body, done) => done(null, body))
}

export function assertJsonType({ headers }: FastifyRequest): void {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  if (!hasBody && headers['content-type'] === undefined) return
  if (!JSON_TYPE.test(headers['content-type'] ?? '')) {
    throw new AppError('unsupported_media_type', 'Send application/json in UTF-8.')
  }
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
    throw new AppError('unsupported_media_type', 'Send the body uncompressed.')
  }
}

export const bytesOf = (request: FastifyRequest): Uint8Array =>
  request.body instanceof Uint8Array ? request.body : new Uint8Array()

export function readBody<T>(bytes: Uint8Array, schema: z.ZodType<T>, optional = false): T {
  const read = optional && bytes.length === 0 ? ({ ok: true, value: {} } as const) : parseStrictJson(bytes)
  if (!read.ok) throw new AppError(read.code, read.detail)
  const parsed = schema.safeParse(read.value)
  if (parsed.success) return parsed.data
  throw new AppError('invalid', 'The body does not fit; see errors.', { errors: fieldErrors(parsed.error) })
}

export function readQuery<T>(query: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(query)
  if (parsed.success) return parsed.data
  throw new AppError('invalid_query', 'The query does not fit; see errors.', { errors: fieldErrors(parsed.error) })
}

const pointer = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: pointer([...issue.path, key]), message: 'This field is not known.' }))
        : [{ path: pointer(issue.path), message: issue.message }],
    )
    .slice(0, MOST_ERRORS)
}
