import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { AppError } from '@/lib/errors'
import { migrateJobs } from '@/lib/database/migrate-jobs'
import { type Migration, readMigrations } from '@/lib/database/migrations'

// Prisma's own table, so that `prisma migrate status` reads what we wrote.
const table = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`

/** Brings the database up to date; returns the names it applied. Safe to run twice, or from two processes at once. */
export async function migrate(ownerUrl: string, folder?: string): Promise<string[]> {
  const migrations = await readMigrations(folder)
  const client = new Client({ connectionString: ownerUrl, application_name: 'countersign-migrate' })
  await client.connect()
  try {
    await client.query(`SET lock_timeout = '60s'; SET client_min_messages = warning`)
    await client.query(`SELECT pg_advisory_lock(hashtext('countersign:migrate'))`)
    await client.query(table)
    const applied = await applyMissing(client, migrations)
    await migrateJobs(ownerUrl)
    return applied
  } finally {
    await client.end()
  }
}

async function applyMissing(client: Client, migrations: Migration[]): Promise<string[]> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  const done = new Map(rows.map((row) => [row.migration_name, row]))
  const missing: Migration[] = []
  for (const migration of migrations) {
    const before = done.get(migration.name)
    if (!before) missing.push(migration)
    else if (!before.finished_at) throw refuse(`Migration ${migration.name} was begun by another tool and never finished: resolve it with \`prisma migrate resolve\` first.`)
    else if (before.checksum !== migration.checksum) throw refuse(`Migration ${migration.name} was changed after it was applied to this database: restore its file and put the change into a new migration.`)
  }
  for (const migration of missing) await applyOne(client, migration)
  return missing.map((migration) => migration.name)
}

async function applyOne(client: Client, migration: Migration, attempt = 1): Promise<void> {
  const startedAt = new Date()
  try {
    await client.query('BEGIN')
    await client.query(migration.sql)
    await client.query('RESET ROLE')
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name, startedAt],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    if (attempt >= 5 || !collidedOverRoles(error)) throw error
    await sleep(50 * attempt + Math.random() * 50)
    await applyOne(client, migration, attempt + 1)
  }
}

// Roles belong to the whole cluster, advisory locks to one database: two databases migrating at once
// may both create a role, and the loser only has to look again.
function collidedOverRoles(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false
  return (
    (error.code === '23505' && error.table === 'pg_authid') ||
    (error.code === '23505' && error.table === 'pg_auth_members') ||
    error.code === '42710' ||
    (error.code === 'XX000' && error.message.includes('concurrently updated'))
  )
}

function refuse(detail: string): AppError {
  return new AppError('conflict', detail)
}
