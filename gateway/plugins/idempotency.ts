import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Idempotency } from '@/lib/context'
import { AppError } from '@/lib/errors'

const PRINTABLE = /^[\x20-\x7e]{1,255}$/

/** The key and what it stands for: the exact bytes sent to this exact path. `transact()` keeps and replays the answer. */
export function idempotencyOf(request: FastifyRequest, route: string, bytes: Uint8Array): Idempotency | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !PRINTABLE.test(key)) {
    throw new AppError('invalid_header', 'Idempotency-Key: 1 to 255 printable ASCII characters.')
  }
  const path = request.url.split('?')[0] ?? ''
  return { route, key, requestSha256: createHash('sha256').update(`${path}\n`).update(bytes).digest('hex') }
}
