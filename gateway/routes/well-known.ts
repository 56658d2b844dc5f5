import type { FastifyInstance } from 'fastify'
import { registerKeys } from '@/lib/signing/register'
import { keySet } from '@/lib/signing/queries'

export const KEY_SET = '/.well-known/jwks.json'

/** The public keys, for whoever checks a receipt: no API key asked. */
export function registerWellKnown(app: FastifyInstance): void {
  app.get(KEY_SET, async (request, reply) => {
    // The key in use is listed before it signs anything. With a broken signer, older receipts can still be checked.
    await registerKeys().catch((error: unknown) => request.log.warn({ err: error }, 'the active keys could not be registered'))
    reply.header('cache-control', 'public, max-age=60').header('cross-origin-resource-policy', 'cross-origin')
    return keySet()
  })
}
