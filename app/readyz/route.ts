import { lateText, logHealth } from '@/lib/audit/health'
import { missingMigrations } from '@/lib/database/missing-migrations'

export const dynamic = 'force-dynamic'

/** It could also serve: the database is there and up to date. */
export async function GET() {
  const missing = await missingMigrations().catch(() => undefined)
  const log = missing?.length === 0 ? await logHealth().catch(() => undefined) : undefined
  if (log) return Response.json(log.late ? { status: 'degraded', detail: lateText(log) } : { status: 'ready' })
  const detail = missing?.length ? `Migrations are missing: ${missing.join(', ')}.` : 'The database cannot be reached.'
  return Response.json({ status: 'unavailable', detail }, { status: 503, headers: { 'retry-after': '5' } })
}
