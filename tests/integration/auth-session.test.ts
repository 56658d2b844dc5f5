import { beforeAll, describe, expect, test } from 'vitest'
import { findSession } from '@/lib/auth/find-session'
import { sealSession, unsealSession } from '@/lib/auth/session-cookie'
import { signOut } from '@/lib/auth/sign-out'
import type { Ctx, WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { changeRoles } from '@/lib/users/change-roles'
import { listOwnSessions } from '@/lib/users/queries'
import { removeMember } from '@/lib/users/remove'
import { revokeOtherSessions } from '@/lib/users/revoke-other-sessions'
import { revokeSession } from '@/lib/users/revoke-session'
import { switchWorkspace } from '@/lib/workspaces/switch'
import { createUser } from '@/lib/users/create'
import { aPerson, aSession, aWorkspace, ctxOf, entriesAbout, operator, rewrite, signedIn, type Person } from '../support/people'

let workspace: WorkspaceId
let person: Person
beforeAll(async () => {
  workspace = await aWorkspace()
  person = await aPerson(workspace, 'reviewer')
})

describe('a session', () => {
  test('says who, where and with which roles', async () => {
    const session = await findSession(await aSession(person))
    expect(session).toMatchObject({
      user: { id: person.id, email: person.email, mustChangePassword: false, theme: 'system', hotkeys: true, locale: null },
      workspace: { id: workspace, name: `Workspace ${workspace}` },
      roles: ['reviewer'],
      workspaces: [{ id: workspace }],
    })
  })

  test('is gone on the next call after it was revoked', async () => {
    const ctx = await signedIn(person)
    const other = await aSession(person)
    expect(await findSession(other)).not.toBeNull()
    await revokeSession(ctx, { sessionId: other })
    expect(await findSession(other)).toBeNull()
    expect(await findSession(sessionOf(ctx))).not.toBeNull()
    expect((await entriesAbout(workspace, person.id)).at(-1)).toMatchObject({ event: 'session.revoked', kind: 'auth', actor: person.email })
  })

  test('ends on signing out, not only the cookie', async () => {
    const sessionId = await aSession(person)
    const session = await findSession(sessionId)
    if (!session) throw new Error('no session')
    await signOut(session, { requestId: newId() })
    expect(await findSession(sessionId)).toBeNull()
  })

  test('of somebody else cannot be revoked', async () => {
    const other = await aSession(await aPerson(workspace, 'reviewer'))
    await expect(revokeSession(await signedIn(person), { sessionId: other })).rejects.toMatchObject({ code: 'not_found' })
    expect(await findSession(other)).not.toBeNull()
  })

  test('revoking all others leaves exactly this one', async () => {
    const somebody = await aPerson(workspace, 'manager')
    await aSession(somebody)
    await aSession(somebody)
    const ctx = await signedIn(somebody)
    expect(await listOwnSessions(ctx)).toHaveLength(3)
    expect(await revokeOtherSessions(ctx)).toBe(2)
    expect((await listOwnSessions(ctx)).map(({ id }) => id)).toEqual([sessionOf(ctx)])
  })

  test('ends 12 hours after it was opened, however busy', async () => {
    const sessionId = await aSession(person)
    const [row] = await query<{ hours: number }>(
      `SELECT extract(epoch FROM expires_at - created_at)::float / 3600 AS hours FROM sessions WHERE id = $1`, [sessionId])
    expect(row?.hours).toBeCloseTo(12, 3)
    await rewrite(`UPDATE sessions SET expires_at = clock_timestamp() + interval '2 seconds' WHERE id = $1`, [sessionId])
    expect(await findSession(sessionId)).not.toBeNull()
    await rewrite(`UPDATE sessions SET expires_at = clock_timestamp() WHERE id = $1`, [sessionId])
    expect(await findSession(sessionId)).toBeNull()
  })

  test('ends after 30 minutes without use', async () => {
    const sessionId = await aSession(person)
    await rewrite(`UPDATE sessions SET last_seen_at = clock_timestamp() - interval '31 minutes' WHERE id = $1`, [sessionId])
    expect(await findSession(sessionId)).toBeNull()
  })

  test('use keeps it alive, and is written at most once a minute', async () => {
    const sessionId = await aSession(person)
    const lastSeen = async () =>
      (await query<{ ago: number }>(`SELECT extract(epoch FROM clock_timestamp() - last_seen_at)::float AS ago FROM sessions WHERE id = $1`, [sessionId]))[0]?.ago
    await rewrite(`UPDATE sessions SET last_seen_at = clock_timestamp() - interval '50 seconds' WHERE id = $1`, [sessionId])
    await findSession(sessionId)
    expect(await lastSeen()).toBeGreaterThan(49)
    await rewrite(`UPDATE sessions SET last_seen_at = clock_timestamp() - interval '29 minutes' WHERE id = $1`, [sessionId])
    expect(await findSession(sessionId)).not.toBeNull()
    expect(await lastSeen()).toBeLessThan(20)
  })

  test('changed roles count on the next call', async () => {
    const admin = await signedIn(await aPerson(workspace, 'admin'))
    const somebody = await aPerson(workspace, 'reviewer', 'auditor')
    const sessionId = await aSession(somebody)
    await changeRoles(admin, { userId: somebody.id, roles: ['manager'] })
    expect((await findSession(sessionId))?.roles).toEqual(['manager'])
  })

  test('a removed member and a disabled person are out on the next call', async () => {
    const admin = await signedIn(await aPerson(workspace, 'admin'))
    const removed = await aPerson(workspace, 'reviewer')
    const disabled = await aPerson(workspace, 'reviewer')
    const sessions = [await aSession(removed), await aSession(disabled)]
    await removeMember(admin, { userId: removed.id })
    await rewrite('UPDATE users SET disabled_at = clock_timestamp() WHERE id = $1', [disabled.id])
    expect(await Promise.all(sessions.map((id) => findSession(id)))).toEqual([null, null])
  })

  test('membership is checked itself, not only the revoked session', async () => {
    const somebody = await aPerson(workspace, 'reviewer')
    const sessionId = await aSession(somebody)
    await rewrite('UPDATE members SET removed_at = clock_timestamp() WHERE id = $1', [somebody.id])
    expect(await findSession(sessionId)).toBeNull()
  })

  test.each(['', 'not-an-id', "' OR true --", newId()])('there is none for %j', async (sessionId) => {
    expect(await findSession(sessionId)).toBeNull()
  })
})

describe('the cookie', () => {
  test('carries the session id and nothing readable', async () => {
    const sessionId = newId()
    const cookie = await sealSession(sessionId)
    expect(cookie).not.toContain(sessionId)
    expect(await unsealSession(cookie)).toBe(sessionId)
  })

  test('is worth nothing when changed, missing or made up', async () => {
    const cookie = await sealSession(newId())
    const tampered = `${cookie.slice(0, -6)}${cookie.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA'}`
    expect(await Promise.all([undefined, '', 'x', tampered, newId()].map(unsealSession))).toEqual([null, null, null, null, null])
  })
})

describe('switching workspaces', () => {
  test('moves this session, with the roles held there', async () => {
    const elsewhere = await aWorkspace()
    const somebody = await aPerson(workspace, 'admin')
    await createUser(operator(elsewhere), { email: somebody.email, name: 'ignored', roles: ['auditor'] })
    const ctx = await signedIn(somebody)
    await switchWorkspace(ctx, { workspaceId: elsewhere })
    expect(await findSession(sessionOf(ctx))).toMatchObject({ workspace: { id: elsewhere }, roles: ['auditor'], workspaces: { length: 2 } })
    expect((await entriesAbout(elsewhere, somebody.id)).at(-1)).toMatchObject({ event: 'session.switched', actor: somebody.email })
  })

  test('a workspace one does not belong to, or left, does not exist', async () => {
    const elsewhere = await aWorkspace()
    const ctx = await signedIn(person)
    await expect(switchWorkspace(ctx, { workspaceId: elsewhere })).rejects.toMatchObject({ code: 'not_found' })
    await expect(switchWorkspace(ctx, { workspaceId: 'no-such-workspace' })).rejects.toMatchObject({ code: 'not_found' })
    await createUser(operator(elsewhere), { email: person.email, name: 'x', roles: ['reviewer'] })
    await rewrite('UPDATE members SET removed_at = clock_timestamp() WHERE id = $1 AND workspace_id = $2', [person.id, elsewhere])
    await expect(switchWorkspace(ctx, { workspaceId: elsewhere })).rejects.toMatchObject({ code: 'not_found' })
    expect((await ctxOf(sessionOf(ctx)))?.workspace).toBe(workspace)
  })
})

const sessionOf = ({ actor }: Ctx) => (actor.kind === 'user' ? actor.sessionId : '')
