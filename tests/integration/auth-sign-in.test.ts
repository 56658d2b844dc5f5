import { beforeAll, describe, expect, test } from 'vitest'
import { findSession } from '@/lib/auth/find-session'
import { signIn } from '@/lib/auth/sign-in'
import type { WorkspaceId } from '@/lib/context'
import { query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { createUser } from '@/lib/users/create'
import { aPerson, aSession, aWorkspace, entriesAbout, operator, PASSWORD, rewrite, type Person } from '../support/people'

let workspace: WorkspaceId
let person: Person
beforeAll(async () => {
  workspace = await aWorkspace()
  person = await aPerson(workspace, 'reviewer')
})

let last = 0
const anAddress = () => `203.0.113.${++last}`
const attempt = (email: string, password: string, ip = anAddress()) =>
  signIn({ email, password }, { requestId: newId(), ip, userAgent: 'Firefox' })

describe('signing in', () => {
  test('opens a session with address and device, and says so in the log', async () => {
    const result = await attempt(person.email, PASSWORD, '198.51.100.4')
    if (!result.ok) throw new Error(result.reason)
    const [row] = await query('SELECT user_id, workspace_id, ip, user_agent FROM sessions WHERE id = $1', [result.sessionId])
    expect(row).toEqual({ user_id: person.id, workspace_id: workspace, ip: '198.51.100.4', user_agent: 'Firefox' })
    const entry = (await entriesAbout(workspace, person.id)).at(-1)
    expect(entry).toMatchObject({ event: 'session.opened', kind: 'auth', success: true, output: JSON.stringify({ session_id: result.sessionId }) })
  })

  test('takes the e-mail in any case, with blanks around it', async () => {
    expect(await attempt(`  ${person.email.toUpperCase()} `, PASSWORD)).toMatchObject({ ok: true, userId: person.id })
  })

  test('answers a wrong password and an unknown e-mail alike; the known person finds it in the log', async () => {
    const before = (await entriesAbout(workspace, person.id)).length
    expect(await attempt(person.email, 'not the password')).toEqual({ ok: false, reason: 'wrong' })
    expect(await attempt('nobody@example.com', PASSWORD)).toEqual({ ok: false, reason: 'wrong' })
    const entries = (await entriesAbout(workspace, person.id)).slice(before)
    expect(entries).toMatchObject([{ event: 'session.refused', kind: 'auth', success: false }])
  })

  test('refuses a disabled person and one without a password, as if the password were wrong', async () => {
    const disabled = await aPerson(workspace, 'reviewer')
    const without = await aPerson(workspace, 'reviewer')
    await rewrite('UPDATE users SET disabled_at = clock_timestamp() WHERE id = $1', [disabled.id])
    await rewrite('UPDATE users SET password_hash = NULL WHERE id = $1', [without.id])
    expect(await attempt(disabled.email, PASSWORD)).toEqual({ ok: false, reason: 'wrong' })
    expect(await attempt(without.email, PASSWORD)).toEqual({ ok: false, reason: 'wrong' })
    expect(await attempt(without.email, 'nobody has this password')).toEqual({ ok: false, reason: 'wrong' })
  })

  test('tells who proved themselves that no workspace is left for them', async () => {
    const somebody = await aPerson(workspace, 'reviewer')
    await rewrite('UPDATE members SET removed_at = clock_timestamp() WHERE id = $1', [somebody.id])
    expect(await attempt(somebody.email, PASSWORD)).toEqual({ ok: false, reason: 'no_workspace' })
    expect(await attempt(somebody.email, 'something else')).toEqual({ ok: false, reason: 'wrong' })
  })

  test('goes back to the workspace of the last session', async () => {
    const somebody = await aPerson(workspace, 'reviewer')
    const elsewhere = await aWorkspace()
    await createUser(operator(elsewhere), { email: somebody.email, name: 'x', roles: ['reviewer'] })
    const first = await aSession(somebody)
    expect((await findSession(first))?.workspace.id).toBe(workspace)
    await rewrite('UPDATE sessions SET workspace_id = $2 WHERE id = $1', [first, elsewhere])
    expect((await findSession(await aSession(somebody)))?.workspace.id).toBe(elsewhere)
  })
})

describe('a one-time password', () => {
  const invite = () => createUser(operator(workspace), { email: `i-${newId()}@example.com`, name: 'Invited', roles: ['reviewer'] })

  test('is long, random and readable, and has to be changed', async () => {
    const [one, two] = [await invite(), await invite()]
    expect(one.oneTimePassword).toMatch(/^([2-9a-hjkmnp-tw-z]{5}-){3}[2-9a-hjkmnp-tw-z]{5}$/)
    expect(one.oneTimePassword).not.toBe(two.oneTimePassword)
    const session = await findSession(await aSession(one, one.oneTimePassword ?? ''))
    expect(session?.user.mustChangePassword).toBe(true)
  })

  test('works for 72 hours and not after', async () => {
    const { userId, email, oneTimePassword } = await invite()
    const [row] = await query<{ hours: number }>(
      `SELECT extract(epoch FROM password_expires_at - created_at)::float / 3600 AS hours FROM users WHERE id = $1`, [userId])
    expect(row?.hours).toBeCloseTo(72, 2)
    await rewrite('UPDATE users SET password_expires_at = clock_timestamp() WHERE id = $1', [userId])
    expect(await attempt(email, oneTimePassword ?? '')).toEqual({ ok: false, reason: 'one_time_expired' })
    expect(await attempt(email, 'some other guess')).toEqual({ ok: false, reason: 'wrong' })
    expect((await entriesAbout(workspace, userId)).map(({ event }) => event)).toEqual(['member.invited', 'session.refused', 'session.refused'])
  })
})

describe('the throttle', () => {
  test('after five wrong passwords even the right one waits, and says how long', async () => {
    const somebody = await aPerson(workspace, 'reviewer')
    const ip = anAddress()
    for (let i = 0; i < 5; i++) expect(await attempt(somebody.email, 'wrong', ip)).toEqual({ ok: false, reason: 'wrong' })
    const refused = await attempt(somebody.email, PASSWORD, ip)
    expect(refused).toMatchObject({ ok: false, reason: 'throttled' })
    expect((refused as { retryAfterS: number }).retryAfterS).toBeGreaterThan(14 * 60)
    expect((refused as { retryAfterS: number }).retryAfterS).toBeLessThanOrEqual(15 * 60)
    expect(await attempt(somebody.email, PASSWORD)).toMatchObject({ ok: true })
  })

  test('success starts afresh', async () => {
    const somebody = await aPerson(workspace, 'reviewer')
    const ip = anAddress()
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++) expect(await attempt(somebody.email, 'wrong', ip)).toMatchObject({ reason: 'wrong' })
      expect(await attempt(somebody.email, PASSWORD, ip)).toMatchObject({ ok: true })
    }
  })

  test('guesses at once do not slip past it', async () => {
    const somebody = await aPerson(workspace, 'reviewer')
    const ip = anAddress()
    const results = await Promise.all(Array.from({ length: 20 }, () => attempt(somebody.email, 'wrong', ip)))
    expect(results.filter((result) => !result.ok && result.reason === 'wrong')).toHaveLength(5)
    expect(results.filter((result) => !result.ok && result.reason === 'throttled')).toHaveLength(15)
  })

  test('one address cannot try one password on everybody', async () => {
    const ip = anAddress()
    const results = []
    for (let i = 0; i < 51; i++) results.push(await attempt(`stranger-${i}@example.com`, 'wrong', ip))
    expect(results.slice(0, 50).every((result) => !result.ok && result.reason === 'wrong')).toBe(true)
    expect(results[50]).toMatchObject({ reason: 'throttled' })
  })

  test('many addresses cannot try many passwords on one person', async () => {
    const somebody = await aPerson(workspace, 'reviewer')
    for (let i = 0; i < 30; i++) expect(await attempt(somebody.email, 'wrong')).toMatchObject({ reason: 'wrong' })
    expect(await attempt(somebody.email, PASSWORD)).toMatchObject({ reason: 'throttled' })
  })

  test('keeps neither e-mails nor addresses', async () => {
    await attempt('private@example.com', 'wrong', '198.51.100.77')
    const rows = await query<{ key: string }>('SELECT key FROM sign_in_throttle')
    expect(rows.length).toBeGreaterThan(0)
    for (const { key } of rows) expect(key).toMatch(/^(pair|address|email):[0-9a-f]{64}$/)
  })
})
