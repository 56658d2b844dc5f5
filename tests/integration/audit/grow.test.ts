import '@/tests/support/as-owner'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { growTree } from '@/lib/audit/grow'
import { leafHash } from '@/lib/audit/merkle'
import { closeDb, query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { signerOf } from '@/lib/signing/signer'
import { treeHash } from '@/tests/support/merkle-tree'

afterAll(closeDb)

const NONE = { input: null, output: null, changes: null, error_message: null, ip: null }
const signer = signerOf(createHash('sha256').update('grow').digest())

test('in whatever portions leaves come, the tree is the one of RFC 6962 over all of them, tile by tile', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 }), async (portions) => {
      const workspace = `w-${newId()}`
      const hashes: Uint8Array[] = []
      for (const size of portions) {
        const leaves = Array.from({ length: size }, () => ({ entryId: newId(), commitments: NONE, hash: leafHash(newId()) }))
        await growTree(query, workspace, leaves, signer)
        hashes.push(...leaves.map(({ hash }) => hash))
        const [head] = await query<{ size: number; root: Buffer }>('SELECT size, root FROM audit_checkpoints WHERE workspace_id = $1 ORDER BY size DESC LIMIT 1', [workspace])
        expect(head?.size).toBe(hashes.length)
        expect(head?.root.equals(treeHash(hashes))).toBe(true)
      }
      const tiles = await query<{ level: number; data: Buffer }>('SELECT level, data FROM audit_tiles WHERE workspace_id = $1 ORDER BY level, index', [workspace])
      const level = (of: number) => Buffer.concat(tiles.filter((tile) => tile.level === of).map(({ data }) => data))
      expect(level(0).equals(Buffer.concat(hashes))).toBe(true)
      const full = Array.from({ length: Math.floor(hashes.length / 256) }, (_, each) => treeHash(hashes.slice(each * 256, each * 256 + 256)))
      expect(level(1).equals(Buffer.concat(full))).toBe(true)
    }),
    { numRuns: 8 },
  )
})

test('nothing is signed on top of a tree that is not the one of its last checkpoint', async () => {
  const workspace = `w-${newId()}`
  const leaf = () => [{ entryId: newId(), commitments: NONE, hash: leafHash(newId()) }]
  await growTree(query, workspace, leaf(), signer)
  await query('UPDATE audit_checkpoints SET root = sha256(root) WHERE workspace_id = $1', [workspace])
  await expect(growTree(query, workspace, leaf(), signer)).rejects.toThrow('not the one of its last checkpoint')
  expect(await query('SELECT size FROM audit_checkpoints WHERE workspace_id = $1', [workspace])).toEqual([{ size: 1 }])
})
