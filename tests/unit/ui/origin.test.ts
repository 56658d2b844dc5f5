import { describe, expect, test } from 'vitest'
import { originRefusal } from '@/app/origin'

const from = (headers: Record<string, string>) => originRefusal(new Headers(headers))
const own = { origin: 'https://desk.example', host: 'desk.example' }

describe('where a write comes from', () => {
  test('our own page is let in, with and without Sec-Fetch-Site', () => {
    expect(from(own)).toBeNull()
    expect(from({ ...own, 'sec-fetch-site': 'same-origin' })).toBeNull()
    expect(from({ origin: 'http://localhost:3000', host: 'localhost:3000' })).toBeNull()
  })

  test.each([
    ['missing', { host: 'desk.example' }],
    ['null', { ...own, origin: 'null' }],
    ['foreign', { ...own, origin: 'https://evil.example' }],
    ['of another port', { ...own, origin: 'https://desk.example:8443' }],
    ['a lookalike prefix', { ...own, origin: 'https://desk.example.evil.example' }],
    ['not a URL', { ...own, origin: 'desk.example' }],
  ])('an Origin that is %s is refused', (_, headers) => {
    expect(from(headers)).toMatch(/^Origin/)
  })

  test.each(['cross-site', 'same-site', 'none', ''])('a Sec-Fetch-Site of "%s" is refused even with the right Origin', (site) => {
    expect(from({ ...own, 'sec-fetch-site': site })).toMatch(/^Sec-Fetch-Site/)
  })

  test('behind a proxy the first forwarded host counts, as it does for Next', () => {
    const proxied = { origin: 'https://desk.example', host: 'internal:3000' }
    expect(from({ ...proxied, 'x-forwarded-host': 'desk.example, internal' })).toBeNull()
    expect(from({ ...own, 'x-forwarded-host': 'other.example' })).toBe('Origin is foreign')
    expect(from(proxied)).toBe('Origin is foreign')
  })
})
