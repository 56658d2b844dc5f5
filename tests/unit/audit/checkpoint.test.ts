import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { originOf, signCheckpoint, verifierKey } from '@/lib/audit/checkpoint'
import { commitment, leafData, type LeafRow } from '@/lib/audit/leaf'
import { signerOf } from '@/lib/signing/signer'
import { verifyCheckpoint } from '@/packages/verify/checkpoint'
import { parseKey } from '@/packages/verify/note'

const signer = signerOf(Buffer.alloc(32, 7))
const head = { workspace: 'default', size: 42, root: createHash('sha256').update('root').digest() }
const note = signCheckpoint(head, 'countersign-log', signer)

test('a checkpoint is the three lines, a blank one and the signature with its key', () => {
  const [origin, size, root, blank, signature, end] = note.split('\n')
  expect([origin, size, root, blank, end]).toEqual(['countersign/default', '42', head.root.toString('base64'), '', ''])
  const [, name, keyId] = verifierKey('countersign-log', signer.publicKey).match(/^([^+]+)\+([0-9a-f]{8})\+/) ?? []
  const [dash, signedBy, text = ''] = signature?.split(' ') ?? []
  expect([dash, signedBy]).toEqual(['\u2014', name])
  expect(Buffer.from(text, 'base64').subarray(0, 4).toString('hex')).toBe(keyId)
  expect(Buffer.from(text, 'base64')).toHaveLength(68)
})

test('a verifier with the key reads back what was signed; one with another key does not', async () => {
  const key = await parseKey(verifierKey('countersign-log', signer.publicKey))
  expect(await verifyCheckpoint(note, [key], originOf('default'))).toMatchObject({ size: 42, root: new Uint8Array(head.root) })
  const other = await parseKey(verifierKey('countersign-log', signerOf(randomBytes(32)).publicKey))
  await expect(verifyCheckpoint(note, [other], originOf('default'))).rejects.toThrow()
  await expect(verifyCheckpoint(note, [key], originOf('other'))).rejects.toThrow()
})

const row: LeafRow = {
  workspace: 'default', id: '0190a0a0-0000-7000-8000-000000000001', at: new Date('2026-01-02T03:04:05.678Z'), actor_kind: 'user', actor_id: 'dana@example.com',
  kind: 'approval', event: 'approval.decided', agent_id: null, tool_id: 'pay', action_id: null, run_id: null, user_id: null, client_id: 'c-1', success: true,
  tokens_used: 12, duration_ms: null, request_id: 'r', session_id: null, user_agent: 'דפדפן "x"',
}
const none = { input: null, output: null, changes: null, error_message: null, ip: null }

test('a leaf is the RFC 8785 text of the entry, with nulls, and a commitment in the place of each payload', () => {
  const salt = Buffer.alloc(32, 1)
  const input = commitment(salt.toString('base64'), '{"a":"é"}')
  expect(input).toBe(createHash('sha256').update(Buffer.concat([salt, Buffer.from('{"a":"é"}', 'utf8')])).digest('hex'))
  expect(leafData(row, { ...none, input })).toBe(
    `{"action_id":null,"actor_id":"dana@example.com","actor_kind":"user","agent_id":null,"at":"2026-01-02T03:04:05.678Z","client_id":"c-1","commitments":{"changes":null,"error_message":null,"input":"${input}","ip":null,"output":null},"duration_ms":null,"event":"approval.decided","format":"countersign-audit-entry-v1","id":"0190a0a0-0000-7000-8000-000000000001","kind":"approval","request_id":"r","run_id":null,"session_id":null,"success":true,"tokens_used":12,"tool_id":"pay","user_agent":"דפדפן \\"x\\"","user_id":null,"workspace":"default"}`,
  )
})
