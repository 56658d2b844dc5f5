import fc from 'fast-check'
import { expect, test } from 'vitest'
import { risk, type RiskInput } from '@/lib/policies/risk'

const calm: RiskInput = {
  level: 0, toolKnown: true, reversible: true, dataClass: 'public', amount: null, maxAmount: null, args: '{}',
  record: { total: 20, bad: 0, usedTool: true },
}

test('a read of public data by a well-behaved agent is no risk at all', () => {
  expect(risk(calm)).toEqual({ score: 0, level: 'low', reasons: [] })
})

test.each([
  ['a higher level', { level: 3 }],
  ['an irreversible write', { level: 3, reversible: false }],
  ['personal data', { dataClass: 'personal' as const }],
  ['money', { amount: 50_000 }],
  ['an unknown tool', { toolKnown: false }],
  ['hidden characters', { args: '{"a":"x\u202Ey"}' }],
  ['a bad record', { record: { total: 20, bad: 10, usedTool: true } }],
  ['a tool it has not used', { record: { total: 20, bad: 0, usedTool: false } }],
])('%s adds to the score and says why', (_, change) => {
  const found = risk({ ...calm, ...change })
  expect(found.score).toBeGreaterThan(0)
  expect(found.score).toBe(found.reasons.reduce((sum, { points }) => sum + points, 0))
})

test('the score stays within 0 and 100, and its level follows from it', () => {
  fc.assert(
    fc.property(
      fc.record({
        level: fc.nat(4), toolKnown: fc.boolean(), reversible: fc.boolean(),
        dataClass: fc.constantFrom('unclassified', 'public', 'internal', 'confidential', 'personal'),
        amount: fc.option(fc.nat()), maxAmount: fc.option(fc.nat()), args: fc.string(),
        record: fc.record({ total: fc.nat(50), bad: fc.nat(50), usedTool: fc.boolean() }),
      }) as fc.Arbitrary<RiskInput>,
      (input) => {
        const { score, level } = risk(input)
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(100)
        expect(level).toBe(score < 40 ? 'low' : score < 70 ? 'medium' : 'high')
      },
    ),
  )
})
