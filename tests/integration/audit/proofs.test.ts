import { afterAll, expect, test } from 'vitest'
import '@/worker/as-worker'
import { originOf, verifierKey } from '@/lib/audit/checkpoint'
import { newestCheckpoint, consistencyProof, entryProof, type EntryProof } from '@/lib/audit/proof'
import { receipt } from '@/lib/audit/receipt'
import { sequence } from '@/lib/audit/sequence'
import { systemCtx, type WorkspaceId } from '@/lib/context'
import { closeDb, query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { loadSigner } from '@/lib/signing/load'
import { transact } from '@/lib/transact'
import { verifyCheckpoint } from '@/packages/verify/checkpoint'
import { checkPayloads } from '@/packages/verify/leaf'
import { leafHash, verifyConsistency, verifyInclusion } from '@/packages/verify/merkle'
import { parseKey } from '@/packages/verify/note'
import { parseReceipt, verifyReceipt } from '@/packages/verify/receipt'
import { rows } from '@/tests/support/databases'
import { aWorld } from '@/tests/support/world'

afterAll(closeDb)

const keys = async () => [await parseKey(verifierKey('countersign-log', (await loadSigner('log')).publicKey))]
const bytes = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'))

async function entries(workspace: WorkspaceId, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await transact({ ...systemCtx(workspace, 'system:test', newId()), ip: '192.0.2.7' }, 'setup.run', () =>
      Promise.resolve({ value: undefined, audit: [{ kind: 'system', event: `test.${n}`, input: { n, text: 'שלום' }, changes: [{ field: 'n', old: 0.1, new: { b: 1, a: [n] } }] }] }))
  }
}

const idsOf = async (workspace: WorkspaceId) =>
  (await rows<{ id: string }>('SELECT id FROM agent_audit_log WHERE workspace_id = $1 ORDER BY id', [workspace])).map(({ id }) => id)

async function placed(workspace: WorkspaceId, id: string): Promise<EntryProof> {
  const proof = await entryProof(workspace, id)
  if (proof?.state !== 'placed') throw new Error(`it is ${proof?.state}`)
  return proof
}

test('every entry has a proof that an independent verifier accepts, with the payloads that are shown', async () => {
  const { workspace } = await aWorld()
  await entries(workspace, 20)
  await sequence()
  for (const id of await idsOf(workspace)) {
    const proof = await placed(workspace, id)
    const tree = await verifyCheckpoint(proof.checkpoint, await keys(), originOf(workspace))
    const leaf = await leafHash(Buffer.from(proof.leafData, 'utf8'))
    expect(Buffer.from(leaf).toString('base64')).toBe(proof.leafHash)
    expect(await verifyInclusion(leaf, proof.index, tree.size, proof.path.map(bytes), tree.root)).toBe(true)
    expect(JSON.parse(proof.leafData)).toMatchObject({ id, workspace, commitments: proof.commitments })
    expect(await checkPayloads(proof.commitments, proof.payloads, proof.salts)).toEqual({ erased: [], wrong: [] })
  }
})

test('an entry that the database changed after it was placed no longer has a proof that holds', async () => {
  const { workspace } = await aWorld()
  await entries(workspace, 3)
  await sequence()
  const [, id = ''] = await idsOf(workspace)
  await rows(`UPDATE agent_audit_log SET actor_id = 'system:nobody' WHERE id = $1`, [id])
  const proof = await placed(workspace, id)
  const tree = await verifyCheckpoint(proof.checkpoint, await keys(), originOf(workspace))
  expect(await verifyInclusion(bytes(proof.leafHash), proof.index, tree.size, proof.path.map(bytes), tree.root)).toBe(false)
})

test('an entry that waits, one that somebody wrote past the queue, and one that is not there are told apart', async () => {
  const { workspace } = await aWorld()
  const [first = ''] = await idsOf(workspace)
  expect(await entryProof(workspace, first)).toEqual({ state: 'waiting' })
  expect(await receipt(workspace, first)).toEqual({ state: 'waiting' })
  const id = newId()
  await query(`INSERT INTO agent_audit_log (workspace_id, id, "timestamp", actor_kind, actor_id, action, action_type, success, request_id)
    VALUES ($1, $2, clock_timestamp(), 'system', 'system:test', 'test.past', 'system', true, 'r')`, [workspace, id])
  await sequence()
  expect(await entryProof(workspace, id)).toEqual({ state: 'missing' })
  expect(await entryProof(workspace, newId())).toBeNull()
  const other = await aWorld()
  expect(await entryProof(other.workspace, first)).toBeNull()
})

test('each later checkpoint begins with the earlier ones', async () => {
  const { workspace } = await aWorld()
  const sizes: number[] = []
  for (const count of [1, 2, 5, 1]) {
    await entries(workspace, count)
    await sequence()
    sizes.push((await newestCheckpoint(workspace))?.size ?? 0)
  }
  for (const from of sizes) {
    for (const to of sizes.filter((size) => size >= from)) {
      const proof = await consistencyProof(workspace, from, to)
      const [old, later] = await Promise.all([proof.from, proof.to].map(async (note) => verifyCheckpoint(note, await keys(), originOf(workspace))))
      if (!old || !later) throw new Error('no checkpoints')
      expect(await verifyConsistency(from, to, old.root, later.root, proof.path.map(bytes))).toBe(true)
    }
  }
  await expect(consistencyProof(workspace, 1, sizes[0] ?? 0)).rejects.toMatchObject({ code: 'not_found' })
})

test('a receipt is a C2SP tlog-proof that needs nothing beside it but the public key', async () => {
  const { workspace } = await aWorld()
  await entries(workspace, 6)
  await sequence()
  const id = (await idsOf(workspace))[4] ?? ''
  const text = await receipt(workspace, id)
  if (typeof text !== 'string') throw new Error('no receipt')
  const { extra } = parseReceipt(text)
  expect(JSON.parse(Buffer.from(extra ?? []).toString('utf8'))).toMatchObject({ id })
  expect(await verifyReceipt(text, await leafHash(extra ?? new Uint8Array()), await keys(), originOf(workspace))).toMatchObject({ index: 4, size: 7 })
  const forged = text.replace('index 4', 'index 3')
  await expect(verifyReceipt(forged, await leafHash(extra ?? new Uint8Array()), await keys(), originOf(workspace))).rejects.toThrow()
})
