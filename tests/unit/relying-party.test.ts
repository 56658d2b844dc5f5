import { expect, test } from 'vitest'
import { relyingParty } from '@/lib/passkeys/relying-party'

test.each([
  ['https://desk.example.com/', 'desk.example.com', 'https://desk.example.com', true],
  ['https://desk.example.com:8443', 'desk.example.com', 'https://desk.example.com:8443', true],
  ['http://localhost:3000', 'localhost', 'http://localhost:3000', true],
  ['http://desk.localhost:3000', 'desk.localhost', 'http://desk.localhost:3000', true],
  ['http://desk.example.com', 'desk.example.com', 'http://desk.example.com', false],
  ['http://127.0.0.1:3000', '127.0.0.1', 'http://127.0.0.1:3000', false],
  ['https://192.0.2.7', '192.0.2.7', 'https://192.0.2.7', false],
  ['https://[2001:db8::1]', '[2001:db8::1]', 'https://[2001:db8::1]', false],
])('a desk at %s', (desk, rpID, origin, possible) => {
  expect(relyingParty(desk)).toEqual({ rpID, origin, possible })
})
