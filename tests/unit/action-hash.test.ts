import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actionHash } from '@/lib/actions/hash'
import { canonical } from '@/lib/audit/canonical'

const bound = { workspace: 'w', action: 'a', agent: 'g', tool: 't', tool_schema_sha256: null, policy_version: null }

test('the hash is the documented one', () => {
  const text = 'countersign-action-v1\n{"action":"a","agent":"g","args":{"b":1,"ä":2},"policy_version":null,"tool":"t","tool_schema_sha256":null,"workspace":"w"}'
  expect(actionHash({ ...bound, args: { ä: 2, b: 1 } })).toBe(createHash('sha256').update(text).digest('hex'))
})

test('arguments hash alike exactly when their canonical form is the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const same = canonical(one) === canonical(other)
      expect(actionHash({ ...bound, args: one }) === actionHash({ ...bound, args: other })).toBe(same)
    }),
  )
})

test('canonical form does not depend on key order and survives a round trip', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse())
      expect(canonical(reversed)).toBe(canonical(value))
      expect(canonical(JSON.parse(canonical(value)))).toBe(canonical(value))
    }),
  )
})
