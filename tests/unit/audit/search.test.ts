import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FIELDS, parseSearch, toggled, writeTerm } from '@/lib/audit/search'

const said = (text: string) => parseSearch(text).terms.map(({ field, value, not }) => `${not ? 'not ' : ''}${field} ${value}`)
const faults = (text: string) => parseSearch(text).problems.map(({ code, word }) => `${code} ${word}`)

test('fields, quotes, negation and free words are told apart', () => {
  expect(said('agent:refund-agent-senior kind:approval success:false amount:>500 "שלום עולם" -tool:issue_refund Maya')).toEqual([
    'agent refund-agent-senior', 'kind approval', 'success false', 'amount >500', 'text שלום עולם', 'not tool issue_refund', 'text Maya',
  ])
  expect(said('user:Noa@Example.com outcome:failure customer:"CUST 7" KIND:Approval amount:<=1,500.50')).toEqual([
    'actor noa@example.com', 'success false', 'client CUST 7', 'kind approval', 'amount <=1500.50',
  ])
  expect(said('"say \\"no\\" to \\\\"')).toEqual(['text say "no" to \\'])
  expect(said('   ')).toEqual([])
})

test('what is not understood is named, and what is understood beside it stays', () => {
  expect(faults('kind:aproval agnet:x amount:lots success:maybe action:7 -amount:>5 agent: "open')).toEqual([
    'kind kind:aproval', 'unknown_field agnet:x', 'amount amount:lots', 'success success:maybe', 'action action:7', 'no_not -amount:>5', 'empty agent:', 'unclosed_quote "open',
  ])
  expect(said('kind:aproval Maya')).toEqual(['text Maya'])
  expect(faults('-')).toEqual(['empty -'])
  expect(faults('a'.repeat(501))).toEqual(['too_long '])
})

const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((text) => text.replaceAll('\0', '')).filter((text) => text.trim() !== '')

test('any value, written as a term, is read back as that value', () => {
  fc.assert(fc.property(fc.constantFrom('agent', 'tool', 'event', 'client', 'run', 'text'), value, fc.boolean(), (field, wanted, not) => {
    const { terms, problems } = parseSearch(writeTerm({ field, value: wanted, not } as Parameters<typeof writeTerm>[0]))
    expect(problems).toEqual([])
    expect(terms).toEqual([expect.objectContaining({ field, value: wanted, not })])
  }))
})

test('any text at all is read to its end without an error thrown', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
    const { terms } = parseSearch(text)
    for (const { field, at, end } of terms) expect([...FIELDS, 'text'].includes(field) && at < end && end <= text.length).toBe(true)
  }))
})

test('a facet put in and taken out leaves the rest as it was typed', () => {
  expect(toggled('', 'agent', 'a b')).toBe('agent:"a b"')
  expect(toggled('amount:>500  Maya', 'kind', 'approval')).toBe('amount:>500  Maya kind:approval')
  expect(toggled('kind:approval amount:>500 kind:approval "two  gaps"', 'kind', 'approval')).toBe('amount:>500 "two  gaps"')
  expect(toggled('-kind:approval', 'kind', 'approval')).toBe('-kind:approval kind:approval')
})
