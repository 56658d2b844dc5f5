import { describe, expect, test } from 'vitest'
import { deviceOf } from '@/components/account/device'
import { passwordFault } from '@/lib/auth/password-rules'
import { losesLastAdmin } from '@/lib/users/last-admin'

const noa = { email: 'noa.levi@example.com', name: 'Noa Levi' }

describe('a new password', () => {
  test.each([
    ['', 'password_short'],
    ['elevenchars', 'password_short'],
    ['👩‍🚀👩‍🚀👩‍🚀', 'password_short'],
    ['x1'.repeat(129), 'password_long'],
    ['noa.levi@example.com', 'password_personal'],
    ['Noa.Levi@Example.com1', 'password_personal'],
    ['noa.levi-2026', 'password_personal'],
    ['Levi12345678', 'password_personal'],
    ['password1234', 'password_obvious'],
    ['P@ssw0rd!!!!', 'password_obvious'],
    ['Countersign1', 'password_obvious'],
    ['aaaaaaaaaaaa', 'password_obvious'],
    ['abcabcabcabc', 'password_obvious'],
    ['123456789012', 'password_obvious'],
    ['210987654321', 'password_obvious'],
    ['qwertyuiopas', 'password_obvious'],
    ['abcdefghijkl', 'password_obvious'],
    ['changeme2026', 'password_obvious'],
  ])('%j is %s', (password, fault) => {
    expect(passwordFault(password, noa)).toBe(fault)
  })

  test.each(['correct horse battery staple', 'k7m2p-9xq4r-w3tzh-bn8dc', 'שבע אנפות שקטות', 'tr0ub4dor&3-xylem', 'my master plan is tea at noon'])(
    '%j will do', (password) => {
      expect(passwordFault(password, noa)).toBeNull()
    })
})

describe('the last admin', () => {
  const admin = (id: string, disabled = false) => ({ id, roles: ['admin'] as const, disabled })
  test.each([
    ['one admin gives the role up', [admin('a')], 'a', [], true],
    ['one admin keeps it', [admin('a')], 'a', ['admin', 'reviewer'], false],
    ['one of two gives it up', [admin('a'), admin('b')], 'a', [], false],
    ['the other one is disabled', [admin('a'), admin('b', true)], 'a', [], true],
    ['somebody else is changed', [admin('a'), { id: 'b', roles: ['reviewer'] as const, disabled: false }], 'b', [], false],
  ] as const)('%s: lost is %s', (_, members, id, roles, lost) => {
    expect(losesLastAdmin(members, id, roles)).toBe(lost)
  })
})

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', 'Chrome on Windows'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', 'Edge on Windows'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1', 'Safari on iPhone'],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36', 'Chrome on Android'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  ['curl/8.5.0', null],
  [null, null],
])('%j is %s', (userAgent, expected) => {
  const device = deviceOf(userAgent)
  expect(device && `${device.browser} on ${device.system}`).toBe(expected)
})
