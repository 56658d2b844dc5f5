import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verdict, type VerdictInput } from '@/lib/policies/verdict'

const base: VerdictInput = {
  agent: { enabled: true, archived: false },
  keyRevoked: false,
  settings: { autoTrigger: true, approvalRequired: true, allowedTools: [], blockedTools: [], trustCeiling: 4 },
  hour: { used: 12, limit: 100, within: true },
  tool: { id: 'issue_refund', known: true, hasAmount: true },
  unknownTools: 'review',
  level: 3,
  permission: null,
  amount: { value: 48_000, currency: 'USD' },
  personNamed: true,
}
type Change = Partial<Omit<VerdictInput, 'settings'>> & { settings?: Partial<VerdictInput['settings']> }
const judge = ({ settings, ...change }: Change) => verdict({ ...base, ...change, settings: { ...base.settings, ...settings } })

const TABLE: [string, Change, string, string][] = [
  ['an archived agent', { agent: { enabled: true, archived: true } }, 'deny', 'agent_archived'],
  ['a disabled agent', { agent: { enabled: false, archived: false } }, 'deny', 'agent_disabled'],
  ['a revoked key', { keyRevoked: true }, 'deny', 'key_revoked'],
  ['a level above the ceiling', { settings: { trustCeiling: 2 } }, 'deny', 'above_ceiling'],
  ['a used-up hour', { hour: { used: 100, limit: 100, within: false } }, 'limited', 'hour_over'],
  ['a blocked tool, though also allowed', { settings: { blockedTools: ['issue_refund'], allowedTools: ['issue_refund'] } }, 'deny', 'tool_blocked'],
  ['a tool outside the allowed ones', { settings: { allowedTools: ['lookup_order'] } }, 'deny', 'tool_not_allowed'],
  ['an unknown tool where those are denied', { tool: { id: 'x', known: false, hasAmount: false }, amount: null, unknownTools: 'deny' }, 'deny', 'tool_unknown'],
  ['an unknown tool where those are reviewed', { tool: { id: 'x', known: false, hasAmount: false }, amount: null }, 'review', 'approval_required'],
  ['a permission that denies', { permission: { effect: 'deny', maxAmount: null } }, 'deny', 'permission_deny'],
  ['an amount over the limit', { permission: { effect: 'allow', maxAmount: 47_999 } }, 'deny', 'amount_over'],
  ['an amount at the limit', { permission: { effect: 'allow', maxAmount: 48_000 }, settings: { approvalRequired: false } }, 'allow', 'approval_not_required'],
  ['a limit and no readable amount', { permission: { effect: 'allow', maxAmount: 1 }, amount: null }, 'deny', 'amount_missing'],
  ['no limit and no readable amount', { amount: null, settings: { approvalRequired: false } }, 'review', 'amount_unreadable'],
  ['a permission that reviews, against a level that allows', { permission: { effect: 'review', maxAmount: null }, level: 0 }, 'review', 'permission_review'],
  ['L0', { level: 0 }, 'allow', 'level_reads'],
  ['L1 without a person', { level: 1, settings: { autoTrigger: false }, personNamed: false }, 'allow', 'level_reads'],
  ['L2', { level: 2 }, 'allow', 'level_sandboxed'],
  ['L2 by itself', { level: 2, settings: { autoTrigger: false }, personNamed: false }, 'review', 'no_person_named'],
  ['L3', {}, 'review', 'approval_required'],
  ['L3 without approval required', { settings: { approvalRequired: false } }, 'allow', 'approval_not_required'],
  ['L3 by itself without approval required', { settings: { approvalRequired: false, autoTrigger: false }, personNamed: false }, 'review', 'no_person_named'],
  ['L3 for a person without approval required', { settings: { approvalRequired: false, autoTrigger: false } }, 'allow', 'approval_not_required'],
  ['L4 with everything allowed', { level: 4, settings: { approvalRequired: false }, permission: { effect: 'allow', maxAmount: null } }, 'review', 'level_critical'],
  ['L4 by itself', { level: 4, settings: { autoTrigger: false }, personNamed: false }, 'review', 'level_critical'],
  ['L4 above the ceiling', { level: 4, settings: { trustCeiling: 3 } }, 'deny', 'above_ceiling'],
]

describe('the verdict', () => {
  test.each(TABLE)('%s', (_, change, effect, reason) => {
    expect(judge(change)).toMatchObject({ effect, reason })
  })

  test('the trace ends where a step stops, and names the step that decided', () => {
    expect(judge({ settings: { blockedTools: ['issue_refund'] } }).trace.map(({ step }) => step)).toEqual(['agent', 'hour', 'tools'])
    expect(judge({}).trace.map(({ step }) => step)).toEqual(['agent', 'hour', 'tools', 'permission', 'level', 'person'])
  })
})

const effect = fc.constantFrom('allow', 'review', 'deny') as fc.Arbitrary<'allow' | 'review' | 'deny'>
const anything: fc.Arbitrary<VerdictInput> = fc.record({
  agent: fc.record({ enabled: fc.boolean(), archived: fc.boolean() }),
  keyRevoked: fc.boolean(),
  settings: fc.record({
    autoTrigger: fc.boolean(),
    approvalRequired: fc.boolean(),
    allowedTools: fc.subarray(['a', 'b']),
    blockedTools: fc.subarray(['a', 'b']),
    trustCeiling: fc.nat(4),
  }),
  hour: fc.record({ used: fc.nat(100), limit: fc.nat(100), within: fc.boolean() }),
  tool: fc.record({ id: fc.constantFrom('a', 'b', 'c'), known: fc.boolean(), hasAmount: fc.boolean() }),
  unknownTools: fc.constantFrom('review', 'deny'),
  level: fc.nat(4),
  permission: fc.option(fc.record({ effect, maxAmount: fc.option(fc.nat(1000)) })),
  amount: fc.option(fc.record({ value: fc.nat(1000), currency: fc.constant('USD') })),
  personNamed: fc.boolean(),
})
const rank = { allow: 0, review: 1, limited: 2, deny: 2 }

describe('whatever the input', () => {
  test('nothing is allowed that any of the hard rules forbids', () => {
    fc.assert(
      fc.property(anything, (input) => {
        const { effect: found } = verdict(input)
        const { agent, settings, tool, permission, amount } = input
        const forbidden =
          !agent.enabled || agent.archived || input.keyRevoked || (input.hour !== null && !input.hour.within) || input.level > settings.trustCeiling ||
          settings.blockedTools.includes(tool.id) || (settings.allowedTools.length > 0 && !settings.allowedTools.includes(tool.id)) ||
          permission?.effect === 'deny' || (typeof permission?.maxAmount === 'number' && (amount?.value ?? Infinity) > permission.maxAmount)
        if (forbidden) expect(rank[found]).toBe(2)
        if (input.level === 4) expect(rank[found]).toBeGreaterThanOrEqual(rank.review)
      }),
      { numRuns: 2000 },
    )
  })

  test('raising the level, removing the person or tightening a setting never loosens the verdict', () => {
    fc.assert(
      fc.property(anything, (input) => {
        const before = rank[verdict(input).effect]
        const stricter: VerdictInput[] = [
          { ...input, level: Math.min(4, input.level + 1) },
          { ...input, personNamed: false },
          { ...input, settings: { ...input.settings, autoTrigger: false } },
          { ...input, settings: { ...input.settings, approvalRequired: true } },
          { ...input, settings: { ...input.settings, blockedTools: [...input.settings.blockedTools, input.tool.id] } },
          { ...input, permission: { effect: 'deny', maxAmount: null } },
        ]
        for (const each of stricter) expect(rank[verdict(each).effect]).toBeGreaterThanOrEqual(before)
      }),
      { numRuns: 2000 },
    )
  })
})
