import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { outcomeOf, titleKey } from '@/components/audit/outcome'
import en from '@/lib/i18n/messages/en/audit.json'
import he from '@/lib/i18n/messages/he/audit.json'

const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
  .map((file) => readFileSync(path.join('lib', file), 'utf8'))
const events = new Set(sources.flatMap((text) => [...text.matchAll(/\bevent: '([a-z_]+\.[a-z_]+)'/g)].map((match) => match[1] ?? '')))

test.each([...events])('the event %s has words in both languages', (event) => {
  const key = titleKey({ event, said: null }).replace('event.', '')
  expect(Object.keys(en.event)).toContain(key)
  expect(Object.keys(he.event)).toContain(key)
})

const row = { event: 'x.y', said: null, changes: null, success: true }

test('a decision reads as what was decided', () => {
  expect(titleKey({ event: 'approval.decided', said: 'reject' })).toBe('decision.reject')
  expect(outcomeOf({ ...row, event: 'approval.decided', said: 'reject' })).toEqual({ kind: 'word', word: 'rejected', tone: 'bad' })
})

test('one changed field says from what to what, several say how many', () => {
  expect(outcomeOf({ ...row, changes: [{ field: 'max_actions_per_hour', old: 100, new: 60 }] })).toEqual({ kind: 'moved', old: '100', new: '60' })
  expect(outcomeOf({ ...row, changes: [{ field: 'a', old: 1, new: 2 }, { field: 'b', old: 1, new: 2 }] })).toEqual({ kind: 'fields', count: 2 })
  expect(outcomeOf({ ...row, changes: [{ field: 'state', old: 'executing', new: 'failed' }] })).toMatchObject({ word: 'failed', tone: 'bad' })
})

test('what did not succeed never reads as done', () => {
  expect(outcomeOf({ ...row, success: false })).toEqual({ kind: 'word', word: 'refused', tone: 'bad' })
})

test('every outcome has words in both languages', () => {
  for (const said of ['allow', 'review', 'deny', 'approve', 'reject', 'reply', 'retract']) {
    const outcome = outcomeOf({ ...row, said })
    expect(outcome.kind === 'word' && outcome.word in en.outcome && outcome.word in he.outcome).toBe(true)
  }
})
