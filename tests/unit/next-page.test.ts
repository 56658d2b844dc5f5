import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safePath, signInAddress } from '@/app/next-page'

test.each([
  '//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/\t/evil.example', 'approvals', '', undefined, ['/approvals'],
  '/api/auth/signout', '/sign-in', '/sign-in?next=/sign-in', `/${'a'.repeat(3000)}`,
])('%j is nowhere to go on to', (wanted) => {
  expect(safePath(wanted)).toBeNull()
})

test('whatever is in the link, the browser stays on this desk', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.webPath(), fc.string().map((text) => `/${text}`)), (wanted) => {
      const path = safePath(wanted)
      if (path !== null) expect(new URL(path, 'https://desk.example').origin).toBe('https://desk.example')
    }),
    { numRuns: 2000 },
  )
})

test('the way to an approval leads through sign-in and on', () => {
  const address = signInAddress(new Headers({ 'x-path': '/approvals/42', 'x-search': '?risk=high' }))
  expect(address).toBe('/sign-in?next=%2Fapprovals%2F42%3Frisk%3Dhigh')
  expect(safePath(new URLSearchParams(address.split('?')[1]).get('next'))).toBe('/approvals/42?risk=high')
  expect(signInAddress(new Headers({ 'x-path': '/' }))).toBe('/sign-in')
})
