import { readMigrations } from '@/lib/database/migrations'
import { query } from '@/lib/db'

const APPLIED = `SELECT migration_name AS name FROM _prisma_migrations
  WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`

/** What is on disk and not in the database: a process that finds any must not serve. */
export async function missingMigrations(): Promise<string[]> {
  const [onDisk, applied] = await Promise.all([readMigrations(), query<{ name: string }>(APPLIED)])
  const done = new Set(applied.map(({ name }) => name))
  return onDisk.map(({ name }) => name).filter((name) => !done.has(name))
}
