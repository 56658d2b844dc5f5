import { expect, test } from 'vitest'
import { signCheckpoint, verifierKey } from '@/lib/audit/checkpoint'
import { grownTiles, inclusionPath, leafHash as hashOf, rootHash, tileReader } from '@/lib/audit/merkle'
import { receiptText } from '@/lib/audit/receipt'
import { signerOf } from '@/lib/signing/signer'
import { fromUtf8, type Bytes } from '@/packages/verify/encoding'
import { leafHash } from '@/packages/verify/merkle'
import { parseKey } from '@/packages/verify/note'
import { parseReceipt, verifyReceipt } from '@/packages/verify/receipt'

const signer = signerOf(Buffer.alloc(32, 3))
const keys = [await parseKey(verifierKey('countersign-log', signer.publicKey))]
const tree = tileReader(grownTiles(tileReader([]), 0, Array.from({ length: 11 }, (_, n) => hashOf(`leaf ${n}`))))
const checkpoint = signCheckpoint({ workspace: 'default', size: 11, root: rootHash(tree, 11) }, 'countersign-log', signer)
const path = inclusionPath(tree, 6, 11).map((hash) => Buffer.from(hash).toString('base64'))
const text = receiptText({ leafData: 'leaf 6', index: 6, path, checkpoint })

/** As a reader does who has nothing else: the leaf is what the receipt carries. */
async function holds(receipt: string): Promise<boolean> {
  try {
    const leaf = await leafHash(parseReceipt(receipt).extra as Bytes)
    await verifyReceipt(receipt, leaf, keys, 'countersign/default')
    return true
  } catch {
    return false
  }
}

test('a receipt has the lines of a tlog-proof, and holds', async () => {
  expect(text.split('\n').slice(0, 3)).toEqual(['c2sp.org/tlog-proof@v1', `extra ${Buffer.from('leaf 6').toString('base64')}`, 'index 6'])
  expect(fromUtf8(parseReceipt(text).extra as Bytes)).toBe('leaf 6')
  expect(await holds(text)).toBe(true)
  await expect(verifyReceipt(text, await leafHash(Buffer.from('leaf 7')), keys, 'countersign/default')).rejects.toThrow('position 6')
  await expect(verifyReceipt(text, await leafHash(Buffer.from('leaf 6')), keys, 'countersign/other')).rejects.toThrow('another log')
})

test('extra may be left out, as the format allows', async () => {
  const bare = text.replace(/^extra .*\n/m, '')
  expect(parseReceipt(bare).extra).toBeNull()
  await expect(verifyReceipt(bare, await leafHash(Buffer.from('leaf 6')), keys, 'countersign/default')).resolves.toMatchObject({ index: 6, size: 11 })
})

test('no byte of a receipt can be changed, dropped or doubled, and no line left out', async () => {
  for (let at = 0; at < text.length; at += 1) {
    for (const put of ['', text[at] === 'A' ? 'B' : 'A', `${text[at]}${text[at]}`, '\n', ' ']) {
      const mutated = `${text.slice(0, at)}${put}${text.slice(at + 1)}`
      if (mutated !== text) expect(await holds(mutated), JSON.stringify(mutated)).toBe(false)
    }
  }
  const lines = text.split('\n')
  for (const at of lines.keys()) expect(await holds(lines.toSpliced(at, 1).join('\n'))).toBe(false)
})

test.each(['', 'c2sp.org/tlog-proof@v1', 'c2sp.org/tlog-proof@v2\nindex 0\n\nx', `${text}\n`, text.replace('index 6', 'index 06'), text.replace('index 6', 'index 6 '), text.replace('extra ', 'extra  ')])('not a receipt: %j', async (other) => {
  expect(await holds(other)).toBe(false)
})
