import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical } from '@/lib/audit/canonical'
import { leafData, PAYLOADS, type Commitments, type LeafRow } from '@/lib/audit/leaf'

const word = fc.string({ unit: 'grapheme' })
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const row: fc.Arbitrary<LeafRow> = fc.record({
  workspace: word, id: fc.uuid(), at: fc.date({ min: new Date(0), max: new Date('9998-12-31'), noInvalidDate: true }), actor_kind: word, actor_id: word, kind: word, event: word,
  agent_id: maybe(word), tool_id: maybe(word), action_id: maybe(fc.uuid()), run_id: maybe(word), user_id: maybe(fc.uuid()), client_id: maybe(word), success: fc.boolean(),
  tokens_used: maybe(fc.maxSafeNat()), duration_ms: maybe(fc.maxSafeNat()), request_id: word, session_id: maybe(fc.uuid()), user_agent: maybe(word),
})
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/)
const commitments = fc.record(Object.fromEntries(PAYLOADS.map((name) => [name, maybe(sha256)]))) as fc.Arbitrary<Commitments>

test('leaf data is the RFC 8785 text of the entry, byte for byte', () => {
  fc.assert(
    fc.property(row, commitments, ({ at, ...fields }, committed) => {
      const whole = { format: 'countersign-audit-entry-v1', ...fields, at: at.toISOString(), commitments: committed }
      expect(leafData({ at, ...fields }, committed)).toBe(canonical(whole))
    }),
  )
})

test('text that is not Unicode is refused, as the canonicalizer does', () => {
  const [[fields, committed]] = fc.sample(fc.tuple(row, commitments), 1) as [[LeafRow, Commitments]]
  expect(() => leafData({ ...fields, run_id: '\ud800' }, committed)).toThrow(TypeError)
})
