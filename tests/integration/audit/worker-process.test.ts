import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { newestCheckpoint } from '@/lib/audit/proof'
import { closeDb } from '@/lib/db'
import { rows } from '@/tests/support/databases'
import { aWorld } from '@/tests/support/world'

afterAll(closeDb)

const start = (folder: string): ChildProcess =>
  fork('worker/main.ts', { execArgv: ['--import', 'tsx'], env: { ...process.env, CHECKPOINT_DIR: folder, CHECKPOINT_EVERY_S: '3600', LOG_LEVEL: 'error' }, silent: true })

test('the worker sequences by itself, copies once more when it stops, and does not start against a copy', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-worker-'))
  const worker = start(folder)
  await once(worker, 'message')
  await aWorld()
  const { workspace, person } = await aWorld()
  await person()
  await expect.poll(async () => (await newestCheckpoint(workspace))?.size, { timeout: 30_000 }).toBe(2)
  const [delay] = await rows<{ ms: number }>('SELECT max(extract(epoch FROM c.at - l."timestamp") * 1000)::float8 AS ms FROM agent_audit_log l JOIN audit_checkpoints c USING (workspace_id) WHERE l.workspace_id = $1 AND c.size = 2', [workspace])
  expect(delay?.ms).toBeLessThan(15_000)
  worker.kill('SIGTERM')
  expect(await once(worker, 'exit')).toEqual([0, null])
  const file = path.join(folder, `${workspace}.checkpoint`)
  expect(await readFile(file, 'utf8')).toBe((await newestCheckpoint(workspace))?.note)

  await rows('DELETE FROM audit_leaves WHERE workspace_id = $1', [workspace])
  const refused = start(folder)
  const said = refused.stderr ? text(refused.stderr) : Promise.resolve('')
  expect((await once(refused, 'exit'))[0]).toBe(1)
  expect(await said).toContain(`The log of workspace ${workspace} holds 0 entries`)
})
