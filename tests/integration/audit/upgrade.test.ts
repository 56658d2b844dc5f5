import { cp, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { entryProof } from '@/lib/audit/proof'
import { sequence } from '@/lib/audit/sequence'
import { migrate } from '@/lib/database/migrate'
import { migrationsFolder, readMigrations } from '@/lib/database/migrations'
import { asRole } from '@/lib/database/url'
import { closeDb } from '@/lib/db'
import { env } from '@/lib/env'
import { checkPayloads } from '@/packages/verify/leaf'
import { anotherDatabase, rows } from '@/tests/support/databases'

afterAll(closeDb)

test('what was written before there was a tree is in it after the upgrade, payloads committed to', async () => {
  const database = await anotherDatabase()
  const before = path.join(String(process.env.DATA_DIR), 'migrations-before')
  await cp(migrationsFolder, before, { recursive: true })
  for (const { name } of await readMigrations()) if (name >= '20261121000300_merkle_log') await rm(path.join(before, name), { recursive: true })
  await migrate(database, before)
  await rows(`INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, request_id, input_data, changes, ip)
    SELECT 'old', gen_random_uuid(), clock_timestamp(), 'system', 'system:test', 'test.old', 'system', true, 'r',
      CASE WHEN n % 2 = 0 THEN '{"n":' || n || '}' END, CASE WHEN n % 3 = 0 THEN '[{"field":"n","old":1.50,"new":1e2}]'::jsonb END, CASE WHEN n % 5 = 0 THEN '192.0.2.1' END
    FROM generate_series(1, 300) AS n`, [], database)
  await migrate(database)

  env.DATABASE_APP_URL = asRole(database, 'countersign_worker')
  await sequence()
  const entries = await rows<{ id: string; input_data: string | null; salts: Record<string, string> }>('SELECT id, input_data, salts FROM agent_audit_log', [], database)
  expect(await rows('SELECT count(*)::int AS n FROM audit_leaves', [], database)).toEqual([{ n: 300 }])
  expect(new Set(entries.flatMap(({ salts }) => Object.values(salts))).size).toBe(150 + 100 + 60)
  for (const { id } of entries.slice(0, 30)) {
    const proof = await entryProof('old', id)
    if (proof?.state !== 'placed') throw new Error(`it is ${proof?.state}`)
    expect(await checkPayloads(proof.commitments, proof.payloads, proof.salts)).toEqual({ erased: [], wrong: [] })
  }
})
