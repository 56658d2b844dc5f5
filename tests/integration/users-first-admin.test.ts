import { expect, test } from 'vitest'
import { findSession } from '@/lib/auth/find-session'
import { query } from '@/lib/db'
import { ensureFirstAdmin } from '@/lib/users/first-admin'
import { aSession, entriesAbout } from '../support/people'

// One file, one fresh database: the order of these matters, as it does on a first start.
test('a password that is easy to guess is refused before anything is made', async () => {
  await expect(ensureFirstAdmin({ password: 'password1234' })).rejects.toMatchObject({ code: 'invalid' })
  expect(await query('SELECT 1 FROM users')).toEqual([])
  expect(await query('SELECT 1 FROM workspaces')).toEqual([])
})

test('eight starters at once make one admin with every role, and one of them knows the password', async () => {
  const results = await Promise.all(Array.from({ length: 8 }, () => ensureFirstAdmin({ email: 'First@Example.com' })))
  const created = results.filter((result) => result.created)
  expect(created).toHaveLength(1)
  expect(results.filter((result) => result.oneTimePassword)).toEqual(created)
  expect(results.every(({ email }) => email === 'first@example.com')).toBe(true)

  const session = await findSession(await aSession({ email: 'first@example.com' }, created[0]?.oneTimePassword ?? ''))
  expect(session).toMatchObject({
    user: { mustChangePassword: true },
    workspace: { id: 'default' },
    roles: ['reviewer', 'manager', 'admin', 'auditor'],
  })
  expect(await query('SELECT 1 FROM users')).toHaveLength(1)
  const entries = await entriesAbout('default', session?.user.id ?? '')
  expect(entries[0]).toMatchObject({ event: 'member.invited', kind: 'auth', actor: 'system:setup' })
})

test('a later start makes nobody, whatever it was told', async () => {
  expect(await ensureFirstAdmin({ email: 'second@example.com', password: 'six green bicycles 9' })).toEqual({
    created: false,
    email: 'first@example.com',
  })
  expect(await query('SELECT 1 FROM users')).toHaveLength(1)
})
