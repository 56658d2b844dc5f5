import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseCheckpoint, signCheckpoint, signedByOneOf, verifierKey } from '@/lib/audit/checkpoint'
import { commitment, leafData, type LeafRow } from '@/lib/audit/leaf'
import { signerOf } from '@/lib/signing/signer'

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

test('what was signed is read back, and only its key signed it', () => {
  const parsed = parseCheckpoint(note)
  expect(parsed).toMatchObject({ workspace: 'default', size: 42 })
  expect(Buffer.from(parsed?.root ?? []).equals(head.root)).toBe(true)
  expect(parsed && signedByOneOf(parsed, [signerOf(randomBytes(32)).publicKey, signer.publicKey])).toBe(true)
  expect(parsed && signedByOneOf(parsed, [signerOf(randomBytes(32)).publicKey])).toBe(false)
})

test('no character of a checkpoint can be changed', () => {
  for (let at = 0; at < note.length; at += 1) {
    const changed = `${note.slice(0, at)}${note[at] === '1' ? '2' : '1'}${note.slice(at + 1)}`
    const parsed = parseCheckpoint(changed)
    expect({ at, holds: parsed !== null && signedByOneOf(parsed, [signer.publicKey]) }).toEqual({ at, holds: false })
  }
})

test.each(['', 'countersign/default\n1\n', note.trimEnd(), `${note}\n`, note.replace('\n42\n', '\n042\n'), note.replace('countersign/', 'other/')])('not a checkpoint: %j', (text) => {
  expect(parseCheckpoint(text)).toBeNull()
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
