import { Logger, runMigrations } from 'graphile-worker'
import { Pool } from 'pg'
import { asRole } from '@/lib/database/url'

/** graphile-worker's own migrations, as the role that owns its schema: its tables have row security. */
export async function migrateJobs(ownerUrl: string): Promise<void> {
  const pool = new Pool({ connectionString: asRole(ownerUrl, 'countersign_worker'), max: 2 })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) })
  } finally {
    await pool.end()
  }
}
