import type { FastifyRequest } from 'fastify'
import { authenticateKey } from '@/lib/auth/api-keys'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { Scope } from '@/packages/sdk/contract/scopes'

/** Runs before a byte of the body is read: strangers cannot make us buffer anything. */
export async function authenticate(request: FastifyRequest, scope: Scope): Promise<Ctx> {
  const ctx = await authenticateKey(request.headers.authorization, {
    requestId: request.id,
    ip: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, 512),
  })
  if (ctx.actor.kind !== 'agent' || !ctx.actor.scopes.includes(scope)) {
    throw new AppError('forbidden', `This key lacks the scope ${scope}.`)
  }
  return ctx
}
