import type { FastifyInstance } from 'fastify'
import { lateText, logHealth } from '@/lib/audit/health'
import { missingMigrations } from '@/lib/database/missing-migrations'
import { AppError } from '@/lib/errors'

/**
 * `/healthz`: this process answers. `/readyz`: it could also serve, because the database is there and up to date.
 * A log that is behind is said but takes no gateway out of service: another one could do no better.
 */
export function registerHealth(app: FastifyInstance): void {
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    const missing = await missingMigrations().catch((cause: unknown) => {
      throw new AppError('unavailable', 'The database cannot be reached.', { retryAfterS: 2, cause })
    })
    if (missing.length) throw new AppError('unavailable', `Migrations are missing: ${missing.join(', ')}.`, { retryAfterS: 5 })
    const log = await logHealth()
    return log.late ? { status: 'degraded', detail: lateText(log) } : { status: 'ready' }
  })
}
