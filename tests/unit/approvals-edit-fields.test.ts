import { expect, test } from 'vitest'
import { editedArgs, editFields, readField, written } from '@/lib/approvals/edit-fields'

const schema = JSON.stringify({
  type: 'object',
  required: ['order_id', 'amount'],
  properties: {
    order_id: { type: 'string', title: 'Order', description: 'As on the invoice', maxLength: 20 },
    amount: { type: 'integer', minimum: 1, maximum: 500 },
    share: { type: 'number' },
    notify: { type: 'boolean' },
    reason: { enum: ['damaged', 'late', 3] },
    tags: { type: 'array' },
    note: { type: 'string' },
  },
})
const args = { order_id: 'ORD-1', amount: 90, reason: 'late', tags: ['a'], extra: { b: 1 } }
const fields = editFields(schema, args) ?? []
const kinds = (list = fields) => Object.fromEntries(list.map(({ key, kind }) => [key, kind]))
const one = (key: string) => fields.find((field) => field.key === key) ?? expect.fail(key)

test('simple properties become controls, the rest is edited as JSON and nothing is left out', () => {
  expect(kinds()).toEqual({
    order_id: 'text', amount: 'integer', share: 'number', notify: 'boolean', reason: 'choice', tags: 'json', note: 'text', extra: 'json',
  })
  expect(one('order_id')).toMatchObject({ label: 'Order', help: 'As on the invoice', required: true, start: 'ORD-1', maxLength: 20 })
  expect(one('amount')).toMatchObject({ label: 'amount', required: true, start: '90', minimum: 1, maximum: 500 })
  expect(one('reason').choices).toEqual(['"late"', '"damaged"', '3'])
})

test('without a schema, or with one that names no property, there is no form', () => {
  expect(editFields(null, args)).toBeNull()
  expect(editFields('{"type":"object"}', args)).toBeNull()
  expect(editFields('{"type":"object","properties":{}}', args)).toBeNull()
})

test('a value that its control could not show as it is, is edited as JSON with escapes', () => {
  const odd = editFields(schema, { order_id: 'a\u202eb', amount: '90', note: 'line\r\n', notify: null, reason: ['late'] }) ?? []
  expect(kinds(odd)).toMatchObject({ order_id: 'json', amount: 'json', note: 'json', notify: 'json', reason: 'json' })
  expect(odd.find(({ key }) => key === 'order_id')?.start).toBe('"a\\u202eb"')
  expect(JSON.parse(written({ 'k\u200b': '\u{e0041}x' }))).toEqual({ 'k\u200b': '\u{e0041}x' })
  expect(written({ 'k\u200b': '\u{e0041}x' })).not.toMatch(/[\u200b\u{e0041}]/u)
})

test('what was not touched stays exactly as it was, also where it does not fit its control', () => {
  expect(editedArgs(fields, {}, args).args).toEqual(args)
  expect(editedArgs(fields, { amount: '90', tags: one('tags').start, note: '' }, args)).toEqual({ args, faults: new Map() })
})

test('what was typed becomes the value of its type; an emptied optional argument is left out', () => {
  const typed = { amount: '40', share: '0.25', notify: 'false', reason: '3', tags: '["a", "b"]', note: ' ', extra: '' }
  expect(editedArgs(fields, typed, args).args).toEqual({ order_id: 'ORD-1', amount: 40, share: 0.25, notify: false, reason: 3, tags: ['a', 'b'], note: ' ' })
  expect(editedArgs(fields, { order_id: '' }, args).args).toMatchObject({ order_id: '' })
})

test.each([
  ['amount', '', { fault: 'required' }],
  ['amount', '1e3', { fault: 'number' }],
  ['amount', '9007199254740993', { fault: 'number' }],
  ['amount', '4.5', { fault: 'whole' }],
  ['share', 'a lot', { fault: 'number' }],
  ['tags', '[1,\n2', { fault: 'json', line: 2 }],
  ['extra', '{"a":1,"a":2}', { fault: 'json', line: 1, why: 'key_twice' }],
])('%s: %j is told as what is wrong with it, and is not used', (key, text, fault) => {
  expect(readField(one(key), text)).toMatchObject({ ok: false, ...fault })
  const { args: kept, faults } = editedArgs(fields, { [key]: text }, args)
  expect([...faults.keys()]).toEqual([key])
  expect(kept).toEqual(args)
})

test('a property called __proto__ or toString is an argument like any other', () => {
  const risky = editFields('{"properties":{"toString":{"type":"string"}}}', {}) ?? []
  expect(risky[0]).toMatchObject({ key: 'toString', start: '' })
  expect(Object.entries(editedArgs(risky, { toString: 'x' } as Record<string, string>, {}).args)).toEqual([['toString', 'x']])
})
