import { missingMigrations } from '@/lib/database/missing-migrations'

export const dynamic = 'force-dynamic'

/** It could also serve: the database is there and up to date. */
export async function GET() {
  const missing = await missingMigrations().catch(() => undefined)
  if (missing?.length === 0) return Response.json({ status: 'ready' })
  const detail = missing ? `Migrations are missing: ${missing.join(', ')}.` : 'The database cannot be reached.'
  return Response.json({ status: 'unavailable', detail }, { status: 503, headers: { 'retry-after': '5' } })
}
