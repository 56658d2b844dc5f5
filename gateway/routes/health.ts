import type { FastifyInstance } from 'fastify'
import { missingMigrations } from '@/lib/database/missing-migrations'
import { AppError } from '@/lib/errors'

/** `/healthz`: this process answers. `/readyz`: it could also serve, because the database is there and up to date. */
export function registerHealth(app: FastifyInstance): void {
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    const missing = await missingMigrations().catch((cause: unknown) => {
      throw new AppError('unavailable', 'The database cannot be reached.', { retryAfterS: 2, cause })
    })
    if (missing.length) throw new AppError('unavailable', `Migrations are missing: ${missing.join(', ')}.`, { retryAfterS: 5 })
    return { status: 'ready' }
  })
}
