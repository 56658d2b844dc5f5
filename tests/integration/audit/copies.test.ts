import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import '@/worker/as-worker'
import { checkCopies, copyFile } from '@/lib/audit/check-copies'
import { copyCheckpoints } from '@/lib/audit/copy-checkpoints'
import { failingCopies } from '@/lib/audit/health'
import { newestCheckpoint } from '@/lib/audit/proof'
import { sequence } from '@/lib/audit/sequence'
import { systemCtx, type WorkspaceId } from '@/lib/context'
import { closeDb } from '@/lib/db'
import { checkpointDir, env } from '@/lib/env'
import { newId } from '@/lib/ids'
import { transact } from '@/lib/transact'
import { countersign } from '@/tests/support/command-line'
import { rows } from '@/tests/support/databases'
import { aWorld } from '@/tests/support/world'

afterAll(closeDb)
beforeEach(async () => {
  env.CHECKPOINT_DIR = await mkdtemp(path.join(tmpdir(), 'countersign-copies-'))
  env.CHECKPOINT_WEBHOOK = undefined
})

async function grow(workspace: WorkspaceId, count = 3): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await transact(systemCtx(workspace, 'system:test', newId()), 'setup.run', () => Promise.resolve({ value: undefined, audit: [{ kind: 'system', event: 'test.grown', input: { n } }] }))
  }
  await sequence()
}

async function aCopiedLog(): Promise<WorkspaceId> {
  const { workspace } = await aWorld()
  await grow(workspace)
  await copyCheckpoints()
  // Other tests leave damaged logs behind.
  for (const name of await readdir(checkpointDir())) if (!name.startsWith(workspace)) await rm(path.join(checkpointDir(), name))
  await checkCopies()
  return workspace
}

/** What a restored backup looks like: everything as of `size` entries, consistently. */
async function restoreTo(workspace: WorkspaceId, size: number): Promise<void> {
  await rows('DELETE FROM agent_audit_log USING audit_leaves v WHERE v.workspace_id = $1 AND v.entry_id = agent_audit_log.id AND v.index >= $2', [workspace, size])
  await rows('DELETE FROM audit_leaves WHERE workspace_id = $1 AND index >= $2', [workspace, size])
  await rows('DELETE FROM audit_checkpoints WHERE workspace_id = $1 AND size > $2', [workspace, size])
}

test('the newest checkpoint is in its file, and every one that was copied is in the history beside it', async () => {
  const workspace = await aCopiedLog()
  const first = await newestCheckpoint(workspace)
  await grow(workspace)
  await copyCheckpoints()
  await copyCheckpoints()
  const second = await newestCheckpoint(workspace)
  expect(await readFile(copyFile(workspace), 'utf8')).toBe(second?.note)
  expect(await readFile(path.join(checkpointDir(), `${workspace}.log`), 'utf8')).toBe(`${first?.note}\n${second?.note}\n`)
  expect((await readdir(checkpointDir())).filter((name) => name.startsWith(workspace)).sort()).toEqual([`${workspace}.checkpoint`, `${workspace}.log`])
})

test('a database that was restored to an older state is refused in one sentence, by the start and by the doctor', async () => {
  const workspace = await aCopiedLog()
  await restoreTo(workspace, 2)
  await expect(checkCopies()).rejects.toMatchObject({ code: 'unavailable', detail: expect.stringContaining(`holds 0 entries, but ${copyFile(workspace)} proves that there were 4`) as string })
  const settings = { env: { CHECKPOINT_DIR: env.CHECKPOINT_DIR, PORT: '0', GATEWAY_PORT: '0' } }
  const up = await countersign(['up'], settings)
  expect(up.status).toBe(1)
  expect(up.err).toContain('the database is an older state, or entries were removed. Restore the newest backup')
  const doctor = await countersign(['doctor'], settings)
  expect(doctor.status).toBe(1)
  expect(doctor.out).toMatch(/WRONG {2}log .* holds 0 entries/)
  // What it proves must not be overwritten by the log that goes on from the older state.
  const evidence = await readFile(copyFile(workspace), 'utf8')
  await copyCheckpoints()
  expect(await readFile(copyFile(workspace), 'utf8')).toBe(evidence)
  await rm(copyFile(workspace))
  await checkCopies()
})

test.each([
  ['its entries', 'DELETE FROM agent_audit_log WHERE workspace_id = $1 AND id = (SELECT entry_id FROM audit_leaves WHERE workspace_id = $1 AND index = 1)', 'holds 3 entries'],
  ['its leaves', 'DELETE FROM audit_leaves WHERE workspace_id = $1 AND index = 3', 'holds 3 entries'],
  ['its tiles', 'DELETE FROM audit_tiles WHERE workspace_id = $1', 'the log was rewritten'],
])('a log that lost some of %s is refused', async (_, statement, said) => {
  const workspace = await aCopiedLog()
  await rows(statement, [workspace])
  await expect(checkCopies()).rejects.toThrow(said)
})

test('a history that was written anew, with the right number of entries and a true signature, is refused', async () => {
  const workspace = await aCopiedLog()
  for (const table of ['audit_leaves', 'audit_tiles', 'audit_checkpoints']) await rows(`DELETE FROM ${table} WHERE workspace_id = $1`, [workspace])
  await rows(`UPDATE agent_audit_log SET actor_id = 'system:nobody' WHERE workspace_id = $1 AND action = 'test.grown'`, [workspace])
  await rows('INSERT INTO audit_pending (workspace_id, entry_id) SELECT workspace_id, id FROM agent_audit_log WHERE workspace_id = $1', [workspace])
  await sequence()
  expect((await newestCheckpoint(workspace))?.size).toBe(4)
  await expect(checkCopies()).rejects.toThrow(`The first 4 entries of the log of workspace ${workspace} are not those`)
  await grow(workspace)
  const evidence = await readFile(copyFile(workspace), 'utf8')
  await copyCheckpoints()
  expect(await readFile(copyFile(workspace), 'utf8')).toBe(evidence)
  expect(await failingCopies(workspace)).toMatchObject([{ target: 'file', error: expect.stringContaining('was rewritten') as string }])
})

test('a copy that nobody here signed is refused', async () => {
  const workspace = await aCopiedLog()
  const note = await readFile(copyFile(workspace), 'utf8')
  await writeFile(copyFile(workspace), note.replace('\n4\n', '\n3\n'))
  await expect(checkCopies()).rejects.toThrow('is not a checkpoint that this installation signed')
})

async function aHook(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ url: string; got: unknown[] }> {
  const got: unknown[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      got.push(JSON.parse(body))
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, got }
}

test('the webhook gets each new checkpoint once; one that fails is tried again and holds nothing up', async () => {
  const workspace = await aCopiedLog()
  let status = 500
  const { url, got } = await aHook((_, response) => void response.writeHead(status, { location: '/elsewhere' }).end())
  env.CHECKPOINT_WEBHOOK = url
  const mine = () => got.filter((body) => (body as { workspace: string }).workspace === workspace)
  await copyCheckpoints()
  expect(await failingCopies(workspace)).toMatchObject([{ target: 'webhook', error: 'the webhook answered 500' }])
  status = 307
  await copyCheckpoints()
  expect(await failingCopies(workspace)).toMatchObject([{ target: 'webhook', error: 'the webhook answered 307' }])
  expect(await readFile(copyFile(workspace), 'utf8')).toBe((await newestCheckpoint(workspace))?.note)
  status = 204
  await copyCheckpoints()
  await copyCheckpoints()
  expect(await failingCopies(workspace)).toEqual([])
  expect(mine()).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ workspace })))
  expect(mine().at(-1)).toEqual({ workspace, checkpoint: (await newestCheckpoint(workspace))?.note })
})

test('a webhook that never answers is given up on', async () => {
  const workspace = await aCopiedLog()
  const { url } = await aHook(() => undefined)
  env.CHECKPOINT_WEBHOOK = url
  await copyCheckpoints(100)
  expect(await failingCopies(workspace)).toMatchObject([{ target: 'webhook', error: expect.stringContaining('timeout') as string }])
})
