import { expect, test } from 'vitest'
import { offers, wordAt } from '@/components/audit/complete'

const known = { agent: ['ops-agent', 'refund-agent-basic', 'refund-agent-senior', 'שם עם רווח'], tool: ['issue_refund'], actor: ['noa@example.com'], event: ['approval.decided'] }
const words = (word: string) => offers(word, known).map((offer) => offer.word)

test('the word under the caret, quotes and all', () => {
  const text = 'agent:a "two words" kind:'
  expect(wordAt(text, 3)).toEqual({ at: 0, end: 7 })
  expect(wordAt(text, 12)).toEqual({ at: 8, end: 19 })
  expect(wordAt(text, text.length)).toEqual({ at: 20, end: 25 })
  expect(wordAt('agent:a ', 8)).toEqual({ at: 8, end: 8 })
  expect(wordAt('', 0)).toEqual({ at: 0, end: 0 })
})

test('fields first, then values of the field, those that begin like it before those that hold it', () => {
  expect(words('a')).toEqual(['agent:', 'actor:', 'action:', 'amount:'])
  expect(words('agent:refund-agent-s')).toEqual(['agent:refund-agent-senior'])
  expect(words('agent:agent')).toEqual(['agent:ops-agent', 'agent:refund-agent-basic', 'agent:refund-agent-senior'])
  expect(words('kind:app')).toEqual(['kind:approval'])
  expect(words('-success:')).toEqual(['-success:true', '-success:false'])
  expect(words('agent:"שם')).toEqual(['agent:"שם עם רווח"'])
})

test('a bare word offers names of any field that hold it, and an unknown field nothing', () => {
  expect(words('refund')).toEqual(['agent:refund-agent-basic', 'agent:refund-agent-senior', 'tool:issue_refund'])
  expect(words('noa')).toEqual(['actor:noa@example.com'])
  expect(words('agnet:x')).toEqual([])
  expect(words('kind:approval')).toEqual([])
  expect(offers('a', null).map(({ word }) => word)).toContain('agent:')
})
