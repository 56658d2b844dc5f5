import { beforeAll, describe, expect, test } from 'vitest'
import { findSession } from '@/lib/auth/find-session'
import type { Ctx, Role, WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { changeRoles } from '@/lib/users/change-roles'
import { createUser } from '@/lib/users/create'
import { findMember, listMemberSessions, listMembers } from '@/lib/users/queries'
import { removeMember } from '@/lib/users/remove'
import { resetPassword } from '@/lib/users/reset-password'
import { revokeMemberSession } from '@/lib/users/revoke-member-session'
import { aPerson, aSession, aWorkspace, entriesAbout, operator, PASSWORD, rewrite, signedIn, type Person } from '../support/people'

let workspace: WorkspaceId
let admin: Ctx
beforeAll(async () => {
  workspace = await aWorkspace()
  admin = await signedIn(await aPerson(workspace, 'admin'))
})

const rolesOf = async (where: WorkspaceId, id: string) =>
  (await query<{ roles: Role[] }>('SELECT roles FROM members WHERE workspace_id = $1 AND id = $2 AND removed_at IS NULL', [where, id]))[0]?.roles
const adminsOf = (where: WorkspaceId) =>
  query(`SELECT 1 FROM members WHERE workspace_id = $1 AND 'admin' = ANY (roles) AND removed_at IS NULL`, [where])

describe('inviting', () => {
  test('makes a member with a one-time password and says so in the log, without the password', async () => {
    const email = `New-${newId()}@Example.com`
    const made = await createUser(admin, { email, name: 'New Person', roles: ['reviewer'] })
    expect(made).toMatchObject({ email: email.toLowerCase() })
    expect(await rolesOf(workspace, made.userId)).toEqual(['reviewer'])
    const entries = await entriesAbout(workspace, made.userId)
    expect(entries).toMatchObject([{ event: 'member.invited', kind: 'auth', userId: made.userId }])
    expect(JSON.stringify(entries)).not.toContain(made.oneTimePassword)
    const [row] = await query<{ password_hash: string }>('SELECT password_hash FROM users WHERE id = $1', [made.userId])
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('somebody who exists adds a membership and leaves the password alone', async () => {
    const elsewhere = await aWorkspace()
    const person = await aPerson(elsewhere, 'reviewer')
    const made = await createUser(admin, { email: person.email, name: 'Another Name', roles: ['auditor'] })
    expect(made).toEqual({ userId: person.id, email: person.email, oneTimePassword: null })
    await aSession(person, PASSWORD)
    expect(await rolesOf(elsewhere, person.id)).toEqual(['reviewer'])
    expect((await findMember(admin, person.id))?.name).toBe('Some Person')
  })

  test('a member again is a conflict and changes nothing', async () => {
    const person = await aPerson(workspace, 'reviewer')
    await expect(createUser(admin, { email: person.email, name: 'x', roles: ['admin'] })).rejects.toMatchObject({ code: 'conflict' })
    expect(await rolesOf(workspace, person.id)).toEqual(['reviewer'])
  })

  test('the same new e-mail twenty times at once makes one person', async () => {
    const email = `race-${newId()}@example.com`
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => createUser(admin, { email, name: 'Race', roles: ['reviewer'] })))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await query('SELECT 1 FROM users WHERE email = $1', [email])).toHaveLength(1)
  })

  test('a removed member comes back with the new roles only', async () => {
    const person = await aPerson(workspace, 'admin')
    await removeMember(admin, { userId: person.id })
    await createUser(admin, { email: person.email, name: 'x', roles: ['manager'] })
    expect(await rolesOf(workspace, person.id)).toEqual(['manager'])
  })
})

describe('only admins of this workspace change its members', () => {
  let person: Person
  const attempts: [string, (ctx: Ctx) => Promise<unknown>][] = [
    ['invite', (ctx) => createUser(ctx, { email: `x-${newId()}@example.com`, name: 'x', roles: ['admin'] })],
    ['change roles', (ctx) => changeRoles(ctx, { userId: person.id, roles: ['admin'] })],
    ['reset a password', (ctx) => resetPassword(ctx, { userId: person.id })],
    ['remove', (ctx) => removeMember(ctx, { userId: person.id })],
    ['revoke a session', async (ctx) => revokeMemberSession(ctx, { userId: person.id, sessionId: await aSession(person) })],
  ]
  beforeAll(async () => {
    person = await aPerson(workspace, 'reviewer')
  })

  test.each(attempts)('others cannot %s', async (_, attempt) => {
    const others = await signedIn(await aPerson(workspace, 'reviewer', 'manager', 'auditor'))
    await expect(attempt(others)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await rolesOf(workspace, person.id)).toEqual(['reviewer'])
  })

  test.each(attempts.slice(1))('to an admin of another workspace there is nobody to %s', async (_, attempt) => {
    const foreign = await signedIn(await aPerson(await aWorkspace(), 'admin'))
    await expect(attempt(foreign)).rejects.toMatchObject({ code: 'not_found' })
    expect(await findMember(foreign, person.id)).toBeNull()
    expect(await listMemberSessions(foreign, person.id)).toEqual([])
    expect(await rolesOf(workspace, person.id)).toEqual(['reviewer'])
    await aSession(person, PASSWORD)
  })

  test.each(attempts.slice(1, 4))('an admin who lost the role a moment ago cannot %s', async (_, attempt) => {
    const former = await aPerson(workspace, 'admin')
    const ctx = await signedIn(former)
    await changeRoles(admin, { userId: former.id, roles: ['reviewer'] })
    await expect(attempt(ctx)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('roles', () => {
  test('are changed with the old and the new ones in the log', async () => {
    const person = await aPerson(workspace, 'reviewer')
    await changeRoles(admin, { userId: person.id, roles: ['manager', 'auditor'] })
    expect((await entriesAbout(workspace, person.id)).at(-1)).toMatchObject({
      event: 'member.roles_changed', kind: 'auth', actor: admin.actor.kind === 'user' && admin.actor.email,
      changes: [{ field: 'roles', old: ['reviewer'], new: ['manager', 'auditor'] }],
    })
  })

  test('the last admin cannot lose the role or be removed', async () => {
    const alone = await aWorkspace()
    const only = await aPerson(alone, 'admin', 'reviewer')
    const ctx = await signedIn(only)
    await aPerson(alone, 'reviewer')
    await expect(changeRoles(ctx, { userId: only.id, roles: ['reviewer'] })).rejects.toMatchObject({ code: 'conflict', more: { state: 'last_admin' } })
    await expect(removeMember(ctx, { userId: only.id })).rejects.toMatchObject({ code: 'conflict', more: { state: 'last_admin' } })
    expect(await rolesOf(alone, only.id)).toEqual(['admin', 'reviewer'])
  })

  test('a disabled admin is none', async () => {
    const where = await aWorkspace()
    const [one, two] = [await aPerson(where, 'admin'), await aPerson(where, 'admin')]
    await rewrite('UPDATE users SET disabled_at = clock_timestamp() WHERE id = $1', [two.id])
    await expect(removeMember(await signedIn(one), { userId: one.id })).rejects.toMatchObject({ more: { state: 'last_admin' } })
  })

  test('two admins who demote each other at the same moment leave one', async () => {
    for (let round = 0; round < 8; round++) {
      const where = await aWorkspace()
      const [one, two] = [await aPerson(where, 'admin'), await aPerson(where, 'admin')]
      const [first, second] = [await signedIn(one), await signedIn(two)]
      const results = await Promise.allSettled([
        changeRoles(first, { userId: two.id, roles: ['reviewer'] }),
        changeRoles(second, { userId: one.id, roles: ['reviewer'] }),
      ])
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await adminsOf(where)).toHaveLength(1)
    }
  })

  test('of admins who all leave at the same moment, one stays', async () => {
    const where = await aWorkspace()
    const ctxs = await Promise.all(Array.from({ length: 6 }, async () => signedIn(await aPerson(where, 'admin'))))
    const results = await Promise.allSettled(ctxs.map((ctx) => removeMember(ctx, { userId: ctx.actor.id })))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    expect(await adminsOf(where)).toHaveLength(1)
  })
})

describe('removing and resetting', () => {
  test('removing ends the sessions here and leaves those elsewhere', async () => {
    const person = await aPerson(workspace, 'reviewer')
    const elsewhere = await aWorkspace()
    await createUser(operator(elsewhere), { email: person.email, name: 'x', roles: ['reviewer'] })
    const [here, there] = [await aSession(person), await aSession(person)]
    await rewrite('UPDATE sessions SET workspace_id = $2 WHERE id = $1', [there, elsewhere])
    await removeMember(admin, { userId: person.id })
    expect(await findSession(here)).toBeNull()
    expect(await findSession(there)).not.toBeNull()
    expect((await entriesAbout(workspace, person.id)).at(-1)).toMatchObject({ event: 'member.removed', kind: 'auth' })
  })

  test('a reset gives a new one-time password and ends every session', async () => {
    const person = await aPerson(workspace, 'reviewer')
    const sessionId = await aSession(person)
    const { oneTimePassword } = await resetPassword(admin, { userId: person.id })
    expect(await findSession(sessionId)).toBeNull()
    await expect(aSession(person, PASSWORD)).rejects.toThrow('wrong')
    expect((await findSession(await aSession(person, oneTimePassword)))?.user.mustChangePassword).toBe(true)
    expect(JSON.stringify(await entriesAbout(workspace, person.id))).not.toContain(oneTimePassword)
  })

  test('an admin of one workspace cannot take over somebody of another one', async () => {
    const elsewhere = await aWorkspace()
    const person = await aPerson(elsewhere, 'admin')
    await createUser(admin, { email: person.email, name: 'x', roles: ['reviewer'] })
    await expect(resetPassword(admin, { userId: person.id })).rejects.toMatchObject({ code: 'conflict' })
    await aSession(person, PASSWORD)
    if (admin.actor.kind !== 'user') throw new Error('not a person')
    await createUser(operator(elsewhere), { email: admin.actor.email, name: 'x', roles: ['admin'] })
    await expect(resetPassword(admin, { userId: person.id })).resolves.toMatchObject({ email: person.email })
  })

  test('an admin ends one session of a member, in this workspace only', async () => {
    const person = await aPerson(workspace, 'reviewer')
    const [one, two] = [await aSession(person), await aSession(person)]
    expect((await listMemberSessions(admin, person.id)).map(({ id }) => id).sort()).toEqual([one, two].sort())
    await revokeMemberSession(admin, { userId: person.id, sessionId: one })
    expect([await findSession(one), (await findSession(two))?.sessionId]).toEqual([null, two])
    await rewrite('UPDATE sessions SET workspace_id = $2 WHERE id = $1', [two, await aWorkspace()])
    await expect(revokeMemberSession(admin, { userId: person.id, sessionId: two })).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('the list has every member once, with open sessions and what is still one-time', async () => {
  const where = await aWorkspace()
  const ctx = await signedIn(await aPerson(where, 'admin'))
  const invited = await createUser(ctx, { email: `zz-${newId()}@example.com`, name: 'Invited', roles: ['reviewer'] })
  const gone = await aPerson(where, 'reviewer')
  await removeMember(ctx, { userId: gone.id })
  const { members, next } = await listMembers(ctx)
  expect(next).toBeNull()
  expect(members.map(({ id, sessions, oneTime }) => ({ id, sessions, oneTime }))).toEqual([
    { id: ctx.actor.id, sessions: 1, oneTime: null },
    { id: invited.userId, sessions: 0, oneTime: 'waiting' },
  ])
  await rewrite('UPDATE users SET password_expires_at = clock_timestamp() WHERE id = $1', [invited.userId])
  expect((await findMember(ctx, invited.userId))?.oneTime).toBe('expired')
})
