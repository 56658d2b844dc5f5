import type { FastifyInstance } from 'fastify'
import { lateText, logHealth } from '@/lib/audit/health'
import { missingMigrations } from '@/lib/database/missing-migrations'
import { AppError } from '@/lib/errors'
import { loadSigner } from '@/lib/signing/load'

/**
 * `/healthz`: this process answers. `/readyz`: it could also serve, because the database is there and up to date.
 * A log that is behind, or a signer that fails, is said but takes no gateway out of service: another one could do no better.
 */
export function registerHealth(app: FastifyInstance): void {
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    const missing = await missingMigrations().catch((cause: unknown) => {
      throw new AppError('unavailable', 'The database cannot be reached.', { retryAfterS: 2, cause })
    })
    if (missing.length) throw new AppError('unavailable', `Migrations are missing: ${missing.join(', ')}.`, { retryAfterS: 5 })
    const faults: string[] = []
    await loadSigner('grant').catch(() => faults.push('Receipts cannot be signed, so nothing can be started: `npx countersign doctor` says why.'))
    const log = await logHealth()
    if (log.late) faults.push(lateText(log))
    return faults.length ? { status: 'degraded', detail: faults.join(' ') } : { status: 'ready' }
  })
}
