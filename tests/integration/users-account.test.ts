import { beforeAll, describe, expect, test } from 'vitest'
import { findSession } from '@/lib/auth/find-session'
import type { Ctx, WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { changePassword } from '@/lib/users/change-password'
import { createUser } from '@/lib/users/create'
import { setPreferences } from '@/lib/users/set-preferences'
import { aPerson, aSession, aWorkspace, ctxOf, entriesAbout, operator, PASSWORD, signedIn } from '../support/people'

const NEW = 'a lamp, two otters, rain'
let workspace: WorkspaceId
beforeAll(async () => {
  workspace = await aWorkspace()
})

const refusal = (path: string, message: string) => ({ code: 'invalid', more: { errors: [{ path, message }] } })

describe('changing the password', () => {
  test('makes the new one work and the old one not, and ends every other session', async () => {
    const person = await aPerson(workspace, 'reviewer')
    const other = await aSession(person)
    const ctx = await signedIn(person)
    await changePassword(ctx, { currentPassword: PASSWORD, newPassword: NEW })
    expect(await findSession(other)).toBeNull()
    expect(await findSession(sessionOf(ctx))).not.toBeNull()
    await expect(aSession(person, PASSWORD)).rejects.toThrow('wrong')
    await aSession(person, NEW)
    const entry = (await entriesAbout(workspace, person.id)).find(({ event }) => event === 'password.changed')
    expect(entry).toMatchObject({ kind: 'auth', actor: person.email, output: JSON.stringify({ sessions_revoked: [other] }) })
    expect(JSON.stringify(await entriesAbout(workspace, person.id))).not.toContain(NEW)
  })

  test('asks for the current one', async () => {
    const ctx = await signedIn(await aPerson(workspace, 'reviewer'))
    await expect(changePassword(ctx, { newPassword: NEW })).rejects.toMatchObject(refusal('/currentPassword', 'wrong_password'))
    await expect(changePassword(ctx, { currentPassword: 'guess', newPassword: NEW })).rejects.toMatchObject(
      refusal('/currentPassword', 'wrong_password'))
  })

  test('a borrowed session cannot be used to guess it', async () => {
    const ctx = { ...(await signedIn(await aPerson(workspace, 'reviewer'))), ip: '192.0.2.200' }
    for (let i = 0; i < 5; i++) await expect(changePassword(ctx, { currentPassword: `guess ${i}`, newPassword: NEW })).rejects.toMatchObject({ code: 'invalid' })
    await expect(changePassword(ctx, { currentPassword: PASSWORD, newPassword: NEW })).rejects.toMatchObject({ code: 'rate_limited' })
  })

  test('refuses the same again, a short one, an obvious one and the e-mail', async () => {
    const person = await aPerson(workspace, 'reviewer')
    const ctx = await signedIn(person)
    const change = (newPassword: string) => changePassword(ctx, { currentPassword: PASSWORD, newPassword })
    await expect(change(PASSWORD)).rejects.toMatchObject(refusal('/newPassword', 'same_password'))
    await expect(change('eleven char')).rejects.toMatchObject(refusal('/newPassword', 'password_short'))
    await expect(change('Password1234!')).rejects.toMatchObject(refusal('/newPassword', 'password_obvious'))
    await expect(change(person.email)).rejects.toMatchObject(refusal('/newPassword', 'password_personal'))
    await aSession(person, PASSWORD)
  })

  test('of two changes at once, one wins', async () => {
    const person = await aPerson(workspace, 'reviewer')
    const ctx = await signedIn(person)
    const results = await Promise.allSettled([
      changePassword(ctx, { currentPassword: PASSWORD, newPassword: `${NEW} 1` }),
      changePassword(ctx, { currentPassword: PASSWORD, newPassword: `${NEW} 2` }),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('a one-time password', () => {
  test('is replaced without typing it again, once, and not by itself', async () => {
    const invited = await createUser(operator(workspace), { email: `i-${newId()}@example.com`, name: 'Invited', roles: ['reviewer'] })
    const oneTime = invited.oneTimePassword ?? ''
    const sessionId = await aSession(invited, oneTime)
    const ctx = await ctxOf(sessionId)
    if (!ctx) throw new Error('no session')
    await expect(changePassword(ctx, { newPassword: oneTime })).rejects.toMatchObject(refusal('/newPassword', 'same_password'))
    await changePassword(ctx, { newPassword: NEW })
    expect((await findSession(sessionId))?.user.mustChangePassword).toBe(false)
    await expect(changePassword(ctx, { newPassword: PASSWORD })).rejects.toMatchObject(refusal('/currentPassword', 'wrong_password'))
    const [row] = await query('SELECT password_expires_at FROM users WHERE id = $1', [invited.userId])
    expect(row).toEqual({ password_expires_at: null })
  })
})

describe('preferences', () => {
  test('are kept, and the log says which fields changed', async () => {
    const person = await aPerson(workspace, 'manager')
    const ctx = await signedIn(person)
    await setPreferences(ctx, { name: 'נועה לוי', locale: 'he', theme: 'dark', hotkeys: false, sound: true })
    expect((await findSession(sessionOf(ctx)))?.user).toMatchObject({ name: 'נועה לוי', locale: 'he', theme: 'dark', hotkeys: false, sound: true })
    expect((await entriesAbout(workspace, person.id)).at(-1)).toMatchObject({
      event: 'account.preferences_changed',
      changes: [
        { field: 'name', old: 'Some Person', new: 'נועה לוי' }, { field: 'locale', old: null, new: 'he' },
        { field: 'theme', old: 'system', new: 'dark' }, { field: 'hotkeys', old: true, new: false },
        { field: 'sound', old: false, new: true },
      ],
    })
  })

  test('one alone leaves the others, and no change is no entry', async () => {
    const person = await aPerson(workspace, 'auditor')
    const ctx = await signedIn(person)
    await setPreferences(ctx, { theme: 'light' })
    const entries = (await entriesAbout(workspace, person.id)).length
    await setPreferences(ctx, { theme: 'light' })
    expect((await entriesAbout(workspace, person.id)).length).toBe(entries)
    expect((await findSession(sessionOf(ctx)))?.user).toMatchObject({ theme: 'light', hotkeys: true, locale: null })
  })
})

const sessionOf = ({ actor }: Ctx) => (actor.kind === 'user' ? actor.sessionId : '')
