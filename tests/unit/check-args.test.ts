import { expect, test } from 'vitest'
import { checkArgs } from '@/lib/tools/validate-args'

const schema = JSON.stringify({
  type: 'object',
  additionalProperties: false,
  required: ['amount', 'toString'],
  properties: {
    amount: { type: 'integer', minimum: 1, maximum: 500 },
    reason: { enum: ['damaged', 'late'] },
    when: { type: 'string', format: 'date' },
    'a/b': { type: 'object', required: ['~'] },
    toString: {},
  },
})

test('arguments that fit have no faults', () => {
  expect(checkArgs(schema, { amount: 500, reason: 'late', when: '2026-01-31', toString: null })).toEqual([])
})

test('every fault is told at its own place', () => {
  expect(checkArgs(schema, { amount: 0, reason: 'no', when: 'soon', 'a/b': {}, extra: 1 })).toEqual(
    expect.arrayContaining([
      { path: '/amount', message: 'must be >= 1', rule: { keyword: 'minimum', fits: '1' } },
      { path: '/reason', message: expect.any(String), rule: { keyword: 'enum', fits: '"damaged", "late"' } },
      { path: '/when', message: 'must match format "date"', rule: { keyword: 'format', fits: 'date' } },
      { path: '/a~1b/~0', message: expect.any(String), rule: { keyword: 'required', fits: '' } },
      { path: '/extra', message: expect.any(String), rule: { keyword: 'additionalProperties', fits: '' } },
      { path: '/toString', message: expect.any(String), rule: { keyword: 'required', fits: '' } },
    ]),
  )
})

test('what every object inherits is not an argument', () => {
  expect(checkArgs('{"required":["constructor"]}', {})).toMatchObject([{ path: '/constructor', rule: { keyword: 'required' } }])
})

test('two schemas with one $id do not stand in for each other', () => {
  expect(checkArgs('{"$id":"https://x.example/a","properties":{"n":{"type":"string"}}}', { n: 1 })).toHaveLength(1)
  expect(checkArgs('{"$id":"https://x.example/a","properties":{"n":{"type":"number"}}}', { n: 1 })).toEqual([])
})

test('at most twenty faults are told', () => {
  const args = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, i]))
  expect(checkArgs('{"additionalProperties":false}', args)).toHaveLength(20)
})

test('a schema that cannot be used lets nothing through', () => {
  expect(checkArgs('{"type":"nonsense"}', {})).toEqual([{ path: '', message: expect.stringContaining('cannot be checked') }])
  const deep = '{"$ref":"#/$defs/a","$defs":{"a":{"properties":{"n":{"$ref":"#/$defs/b"}}},"b":{"$ref":"#/$defs/b"}}}'
  expect(checkArgs(deep, { n: 1 })).toEqual([{ path: '', message: expect.stringContaining('cannot be checked') }])
})

test('a pattern that would backtrack for hours is stopped, and lets nothing through', () => {
  const before = performance.now()
  const greedy = '{"properties":{"n":{"pattern":"^(a+)+$"}}}'
  expect(checkArgs(greedy, { n: `${'a'.repeat(60)}!` })).toEqual([{ path: '', message: expect.stringContaining('timed out') }])
  expect(performance.now() - before).toBeLessThan(10_000)
  expect(checkArgs(greedy, { n: 'aaa' })).toEqual([])
})
