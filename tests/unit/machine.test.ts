import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isTerminal, next, overdue, type ActionEvent } from '@/lib/actions/machine'
import { ActionState } from '@/packages/sdk/contract/actions'

const EVENTS: ActionEvent[] = ['approve', 'reject', 'expire', 'cancel', 'void', 'retract', 'start', 'lapse', 'succeed', 'fail', 'lose', 'settle_succeeded', 'settle_failed']

test('whatever happens in whatever order, an action starts at most once and never without an approval before it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 30 }), (events) => {
      let state: ActionState = 'pending'
      let starts = 0
      let approved = false
      for (const event of events) {
        const after = next(state, event)
        if (!after) continue
        expect(isTerminal(state)).toBe(false)
        if (event.startsWith('settle')) expect(state).toBe('unknown')
        if (state === 'unknown') expect(after).toMatch(/^(succeeded|failed)$/)
        if (event === 'start') {
          expect(approved).toBe(true)
          starts++
        }
        approved = after === 'approved'
        state = after
      }
      expect(starts).toBeLessThanOrEqual(1)
    }),
    { numRuns: 2000 },
  )
})

test('terminal states answer no event', () => {
  const terminal = ActionState.options.filter(isTerminal)
  expect(terminal.sort()).toEqual(['cancelled', 'denied', 'expired', 'failed', 'lapsed', 'rejected', 'succeeded'])
  for (const state of terminal) for (const event of EVENTS) expect(next(state, event)).toBeNull()
})

test('a deadline is over at its very instant, and only the deadline of the state counts', () => {
  const at = new Date(1_000_000)
  const before = new Date(999_999)
  const all = { schemaChanged: false, expiresAt: at, executeBy: at, resultDue: at }
  expect(overdue({ state: 'pending', ...all }, at)).toBe('expire')
  expect(overdue({ state: 'pending', ...all }, before)).toBeNull()
  expect(overdue({ state: 'approved', ...all }, at)).toBe('lapse')
  expect(overdue({ state: 'executing', ...all }, at)).toBe('lose')
  expect(overdue({ state: 'succeeded', ...all }, at)).toBeNull()
})

test('a changed schema voids what has not started, and nothing else; a deadline comes first', () => {
  const at = new Date(1_000_000)
  const none = { schemaChanged: true, expiresAt: null, executeBy: null, resultDue: null }
  const voided = ActionState.options.filter((state) => overdue({ state, ...none }, at) === 'void')
  expect(voided).toEqual(['pending', 'approved'])
  expect(overdue({ state: 'pending', ...none, expiresAt: at }, at)).toBe('expire')
})
