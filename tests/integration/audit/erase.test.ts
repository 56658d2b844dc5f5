import { afterAll, expect, test } from 'vitest'
import '@/worker/as-worker'
import { originOf, verifierKey } from '@/lib/audit/checkpoint'
import { erase } from '@/lib/audit/erase'
import { PAYLOADS } from '@/lib/audit/leaf'
import { entryProof } from '@/lib/audit/proof'
import { sequence } from '@/lib/audit/sequence'
import { systemCtx, type WorkspaceId } from '@/lib/context'
import { closeDb } from '@/lib/db'
import { newId } from '@/lib/ids'
import { loadSigner } from '@/lib/signing/load'
import { transact } from '@/lib/transact'
import { verifyCheckpoint } from '@/packages/verify/checkpoint'
import { checkPayloads } from '@/packages/verify/leaf'
import { leafHash, verifyInclusion } from '@/packages/verify/merkle'
import { parseKey } from '@/packages/verify/note'
import { countersign } from '@/tests/support/command-line'
import { rows } from '@/tests/support/databases'
import { aWorld, type World } from '@/tests/support/world'

afterAll(closeDb)

async function recorded(workspace: WorkspaceId, clientId: string, actionId = newId()): Promise<string> {
  await transact({ ...systemCtx(workspace, 'system:test', newId()), ip: '192.0.2.9' }, 'setup.run', () =>
    Promise.resolve({
      value: undefined,
      audit: [{ kind: 'system', event: 'test.recorded', clientId, actionId, input: { name: `of ${clientId}` }, output: { ok: true }, changes: [{ field: 'a', old: 1, new: 2 }], errorMessage: 'spoke of them' }],
    }))
  return actionId
}

const admin = async (world: World) => world.person(['admin'])
const entriesOf = (workspace: WorkspaceId, clientId: string) =>
  rows<{ id: string; input_data: string | null; ip: string | null; salts: object }>(
    `SELECT id, input_data, ip, salts FROM agent_audit_log WHERE workspace_id = $1 AND client_id = $2 AND action <> 'audit.erased' ORDER BY id`, [workspace, clientId])

async function proofOf(workspace: WorkspaceId, id: string) {
  const proof = await entryProof(workspace, id)
  if (proof?.state !== 'placed') throw new Error(`it is ${proof?.state}`)
  const key = await parseKey(verifierKey('countersign-log', (await loadSigner('log')).publicKey))
  const tree = await verifyCheckpoint(proof.checkpoint, [key], originOf(workspace))
  const path = proof.path.map((hash) => Uint8Array.from(Buffer.from(hash, 'base64')))
  const holds = await verifyInclusion(await leafHash(Buffer.from(proof.leafData)), proof.index, tree.size, path, tree.root)
  return { holds, payloads: await checkPayloads(proof.commitments, proof.payloads, proof.salts) }
}

test("a customer's payloads go, with their salts; others stay, and every proof still holds", async () => {
  const world = await aWorld()
  const { workspace } = world
  await recorded(workspace, 'c-1')
  await recorded(workspace, 'c-2')
  await recorded(workspace, 'c-1')
  const ctx = await admin(world)
  await sequence()
  expect(await erase(ctx, { clientId: 'c-1', fields: [...PAYLOADS], reason: 'asked for it' })).toBe(2)
  await sequence()
  for (const { id, input_data, ip, salts } of await entriesOf(workspace, 'c-1')) {
    expect({ input_data, ip, salts }).toEqual({ input_data: null, ip: null, salts: {} })
    expect(await proofOf(workspace, id)).toEqual({ holds: true, payloads: { erased: [...PAYLOADS].sort(), wrong: [] } })
  }
  const [kept] = await entriesOf(workspace, 'c-2')
  expect(kept).toMatchObject({ input_data: '{"name":"of c-2"}' })
  expect(await proofOf(workspace, String(kept?.id))).toEqual({ holds: true, payloads: { erased: [], wrong: [] } })
  const [record] = await rows<{ input_data: string; output_data: string; actor_id: string }>(
    `SELECT input_data, output_data, actor_id FROM agent_audit_log WHERE workspace_id = $1 AND action = 'audit.erased'`, [workspace])
  expect(JSON.parse(String(record?.input_data))).toEqual({ client_id: 'c-1', fields: [...PAYLOADS], reason: 'asked for it' })
  expect(record).toMatchObject({ output_data: '{"entries":2}', actor_id: ctx.actor.email })
  expect(await erase(ctx, { clientId: 'c-1', fields: [...PAYLOADS], reason: 'again' })).toBe(0)
})

test('chosen fields of one action only', async () => {
  const world = await aWorld()
  const actionId = await recorded(world.workspace, 'c-1')
  await recorded(world.workspace, 'c-1')
  await sequence()
  expect(await erase(await admin(world), { actionId, fields: ['ip'], reason: 'an address' })).toBe(1)
  const [first, second] = await entriesOf(world.workspace, 'c-1')
  expect(first).toMatchObject({ ip: null, input_data: '{"name":"of c-1"}' })
  expect(second).toMatchObject({ ip: '192.0.2.9' })
  expect(await proofOf(world.workspace, String(first?.id))).toEqual({ holds: true, payloads: { erased: ['ip'], wrong: [] } })
})

test('what has no place in the tree yet is not erased, or nobody could prove it was ever there', async () => {
  const world = await aWorld()
  await recorded(world.workspace, 'c-1')
  const ctx = await admin(world)
  await expect(erase(ctx, { clientId: 'c-1', fields: ['input'], reason: 'soon' })).rejects.toMatchObject({ code: 'conflict' })
  await sequence()
  expect(await erase(ctx, { clientId: 'c-1', fields: ['input'], reason: 'now' })).toBe(1)
})

test('only an admin erases', async () => {
  const world = await aWorld()
  await recorded(world.workspace, 'c-1')
  await sequence()
  for (const role of ['reviewer', 'manager', 'auditor'] as const) {
    await expect(erase(await world.person([role]), { clientId: 'c-1', fields: ['input'], reason: 'no' })).rejects.toMatchObject({ code: 'forbidden' })
  }
  expect(await entriesOf(world.workspace, 'c-1')).toMatchObject([{ input_data: '{"name":"of c-1"}' }])
})

test('the operator erases at the command line, and must say why', async () => {
  const { workspace } = await aWorld()
  await recorded(workspace, 'c-1')
  await sequence()
  expect(await countersign(['audit', 'erase', '--client', 'c-1', '--workspace', workspace])).toMatchObject({ status: 2 })
  expect(await countersign(['audit', 'erase', '--client', 'c-1', '--action', newId(), '--reason', 'x', '--workspace', workspace])).toMatchObject({ status: 2 })
  const done = await countersign(['audit', 'erase', '--client', 'c-1', '--reason', 'left us', '--workspace', workspace, '--json'])
  expect(done).toMatchObject({ status: 0, out: '{"entries":1}\n' })
  expect(await entriesOf(workspace, 'c-1')).toMatchObject([{ input_data: null, salts: {} }])
})
