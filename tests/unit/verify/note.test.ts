import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { signCheckpoint, verifierKey } from '@/lib/audit/checkpoint'
import { signerOf } from '@/lib/signing/signer'
import { verifyCheckpoint } from '@/packages/verify/checkpoint'
import { toBase64, utf8 } from '@/packages/verify/encoding'
import { formatKey, parseKey, parseNote, signatureLine, verifyNote } from '@/packages/verify/note'

/** The key of the signed-note examples, as published with the format. */
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const SIGNED = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`
const known = await parseKey(PETER)

const signer = signerOf(Buffer.alloc(32, 9))
const own = await parseKey(verifierKey('countersign-log', signer.publicKey))
const head = { workspace: 'default', size: 7, root: createHash('sha256').update('r').digest() }
const checkpoint = signCheckpoint(head, 'countersign-log', signer)
const resigned = (text: string) => `${text}\n${signatureLine(own, signer.sign(utf8(text)))}`

test('the published example is signed by its published key', async () => {
  const { text, key } = await verifyNote(SIGNED, [own, known])
  expect(text).toBe(SIGNED.slice(0, SIGNED.indexOf('\n\n') + 1))
  expect(key.name).toBe('PeterNeumann')
  expect(formatKey(known)).toBe(PETER)
})

test('no byte of a note can be changed, dropped or doubled', async () => {
  for (const note of [SIGNED, checkpoint]) {
    for (let at = 0; at < note.length; at += 1) {
      for (const put of ['', note[at] === 'A' ? 'B' : 'A', `${note[at]}${note[at]}`, '\n', '=']) {
        const mutated = `${note.slice(0, at)}${put}${note.slice(at + 1)}`
        if (mutated !== note) await expect(verifyNote(mutated, [known, own]), JSON.stringify(mutated)).rejects.toThrow()
      }
    }
  }
})

test.each(['', '\n', '\n\n', `${SIGNED}\n`, `${SIGNED}x`, SIGNED.trimEnd(), `${SIGNED.slice(SIGNED.indexOf('\n\n'))}`, SIGNED.replace('cryptography', 'crypto\tgraphy'), SIGNED.replaceAll('\n', '\r\n'), SIGNED.replace('\u2014', '-'), SIGNED.replace('\u2014 ', '\u2014  '), SIGNED.replace('cryptography', '\ud800')])('%j is not a note', (note) => {
  expect(() => parseNote(note)).toThrow()
})

test('signatures of unknown keys are passed over, but one known key must have signed', async () => {
  const stranger = signatureLine({ ...own, name: 'stranger' }, new Uint8Array(64))
  await expect(verifyNote(checkpoint + stranger, [own])).resolves.toMatchObject({ signatures: 2 })
  await expect(verifyNote(checkpoint, [known])).rejects.toThrow('No key that is trusted')
  await expect(verifyNote(checkpoint, [])).rejects.toThrow('No key that is trusted')
})

test('a wrong signature of a known key refuses the note, even beside a good one', async () => {
  await expect(verifyNote(checkpoint + signatureLine(own, new Uint8Array(64)), [own])).rejects.toThrow('is wrong')
  await expect(verifyNote(checkpoint + signatureLine(own, new Uint8Array(63)), [own])).rejects.toThrow('is wrong')
})

test('a key of the right id under another name, or of the right name with another id, is another key', async () => {
  await expect(verifyNote(checkpoint, [{ ...own, name: 'other' }])).rejects.toThrow('No key that is trusted')
  await expect(verifyNote(checkpoint, [{ ...own, id: new Uint8Array(4) }])).rejects.toThrow('No key that is trusted')
})

test.each(['', 'a', PETER.slice(0, -1), `${PETER}=`, PETER.replace('c74f20a3', 'c74f20a4'), PETER.replace('c74f', 'C74F'), PETER.replace('PeterNeumann', ''), PETER.replace('Peter', 'Peter '), PETER.replace('+ARpc', '+ARpd'), `${PETER}\n`])('%j is not a verifier key', async (text) => {
  await expect(parseKey(text)).rejects.toThrow()
})

test('a checkpoint is of this log, signed, and three lines exactly', async () => {
  await expect(verifyCheckpoint(checkpoint, [own], 'countersign/default')).resolves.toMatchObject({ size: 7 })
  await expect(verifyCheckpoint(checkpoint, [own], 'countersign/other')).rejects.toThrow('another log')
  const root = toBase64(head.root)
  for (const body of [`countersign/default\n07\n${root}\n`, `countersign/default\n7\n${root}\nmore\n`, `countersign/default\n7\n${root.slice(4)}\n`, `countersign/default\n-7\n${root}\n`, `countersign/default\n9007199254740993\n${root}\n`, `countersign/default\n7\n${root.slice(0, -1)}\n`, `countersign/default\n7\n`]) {
    await expect(verifyCheckpoint(resigned(body), [own], 'countersign/default'), body).rejects.toThrow('malformed')
  }
})
