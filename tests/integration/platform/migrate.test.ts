import { cp, mkdtemp, writeFile, appendFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { migrate } from '@/lib/database/migrate'
import { migrationsFolder, readMigrations } from '@/lib/database/migrations'
import { anotherDatabase, rows } from '@/tests/support/databases'

const copyOfMigrations = async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-migrations-'))
  await cp(migrationsFolder, folder, { recursive: true })
  return folder
}
const names = async () => (await readMigrations()).map(({ name }) => name)

test('a first run applies every migration in order and records it as Prisma does', async () => {
  const url = await anotherDatabase()
  expect(await migrate(url)).toEqual(await names())
  const recorded = await rows<{ migration_name: string; checksum: string; done: boolean }>(
    'SELECT migration_name, checksum, finished_at IS NOT NULL AND applied_steps_count = 1 AS done FROM _prisma_migrations ORDER BY 1',
    [],
    url,
  )
  expect(recorded).toEqual((await readMigrations()).map(({ name, checksum }) => ({ migration_name: name, checksum, done: true })))
})

test('a second run applies nothing', async () => {
  expect(await migrate(String(process.env.DATABASE_URL))).toEqual([])
})

test('of several processes that migrate at once, one applies each migration', async () => {
  const url = await anotherDatabase()
  const applied = await Promise.all([migrate(url), migrate(url), migrate(url)])
  expect(applied.flat().sort()).toEqual(await names())
})

test('databases of one server migrate side by side, though roles are shared', async () => {
  const urls = await Promise.all([anotherDatabase(), anotherDatabase(), anotherDatabase()])
  for (const applied of await Promise.all(urls.map((url) => migrate(url)))) expect(applied).toEqual(await names())
})

test('a migration that was changed after it was applied is refused with a sentence', async () => {
  const folder = await copyOfMigrations()
  const [first] = await names()
  await appendFile(path.join(folder, String(first), 'migration.sql'), '\n-- changed')
  await expect(migrate(String(process.env.DATABASE_URL), folder)).rejects.toMatchObject({
    detail: `Migration ${first} was changed after it was applied to this database: restore its file and put the change into a new migration.`,
  })
})

test('a migration that fails leaves nothing behind, and the next run can apply its mended version', async () => {
  const url = await anotherDatabase('template')
  const folder = await copyOfMigrations()
  const file = path.join(folder, '99990101000000_late', 'migration.sql')
  await mkdir(path.dirname(file))
  await writeFile(file, 'CREATE TABLE late (id int); SELECT 1/0;')
  await expect(migrate(url, folder)).rejects.toThrow('division by zero')
  expect(await rows(`SELECT to_regclass('late') AS late`, [], url)).toEqual([{ late: null }])
  await writeFile(file, 'CREATE TABLE late (id int);')
  expect(await migrate(url, folder)).toEqual(['99990101000000_late'])
})

test('the doors add jobs through the function and cannot touch the job tables', async () => {
  const app = process.env.DATABASE_APP_URL
  await rows(`SELECT countersign_enqueue('greet', '{"to":"you"}')`, [], app)
  expect(await rows('SELECT task_identifier FROM graphile_worker.jobs')).toEqual([{ task_identifier: 'greet' }])
  await expect(rows('SELECT * FROM graphile_worker._private_jobs', [], app)).rejects.toThrow('permission denied')
})

test('the doors may add to the log and read it, and never change it', async () => {
  for (const url of [process.env.DATABASE_APP_URL, process.env.DATABASE_WORKER_URL]) {
    for (const text of [`UPDATE agent_audit_log SET action = 'x'`, 'DELETE FROM agent_audit_log', 'TRUNCATE agent_audit_log']) {
      await expect(rows(text, [], url)).rejects.toThrow('permission denied')
    }
    expect(await rows('SELECT 1 AS one FROM agent_audit_log LIMIT 1', [], url)).toBeDefined()
  }
})
