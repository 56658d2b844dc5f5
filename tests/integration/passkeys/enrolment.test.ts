import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findSession } from '@/lib/auth/find-session'
import type { Ctx, WorkspaceId } from '@/lib/context'
import { closeDb } from '@/lib/db'
import { beginEnrolment } from '@/lib/passkeys/begin-enrolment'
import { finishEnrolment } from '@/lib/passkeys/finish-enrolment'
import { listMemberPasskeys, listOwnPasskeys } from '@/lib/passkeys/queries'
import { removeMemberPasskeys } from '@/lib/passkeys/remove-all'
import { removePasskey } from '@/lib/passkeys/remove'
import { renamePasskey } from '@/lib/passkeys/rename'
import { anAuthenticator, type Authenticator, type Bend } from '@/tests/support/authenticator'
import { aPerson, aWorkspace, entriesAbout, PASSWORD, signedIn, type Person } from '@/tests/support/people'

let workspace: WorkspaceId
let person: Person
let ctx: Ctx
beforeAll(async () => {
  workspace = await aWorkspace()
  person = await aPerson(workspace, 'reviewer')
  ctx = await signedIn(person)
})
afterAll(closeDb)

const password = { currentPassword: PASSWORD }
const because = (code: string, passkey: string) => ({ code, more: { state: `passkey_${passkey}` } })

/** Both halves; `known` is a passkey that the person has already. */
async function enrol(as: Ctx, passkey: Authenticator, { known, bend, name = 'Laptop' }: { known?: Authenticator; bend?: Bend; name?: string } = {}) {
  const { creation, confirmation } = await beginEnrolment(as, password)
  return finishEnrolment(as, { name, registration: passkey.register(creation, bend), confirmation: confirmation && known ? known.sign(confirmation) : undefined })
}

/** Somebody else with one passkey. */
async function enrolled(...roles: ('admin' | 'reviewer')[]) {
  const who = await aPerson(workspace, ...(roles.length ? roles : ['reviewer' as const]))
  const [as, passkey] = [await signedIn(who), anAuthenticator()]
  return { who, ctx: as, passkey, id: await enrol(as, passkey) }
}

describe('enrolling', () => {
  test('keeps the passkey, and the log says whose key it is from now on', async () => {
    const passkey = anAuthenticator()
    const { creation } = await beginEnrolment(ctx, password)
    expect(creation).toMatchObject({ rp: { id: 'localhost' }, attestation: 'none', authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' } })
    const id = await finishEnrolment(ctx, { name: 'Laptop', registration: passkey.register(creation) })
    expect(await listOwnPasskeys(ctx)).toEqual([{ id, name: 'Laptop', createdAt: expect.any(Date) as Date, lastUsedAt: null }])
    const entry = (await entriesAbout(workspace, person.id)).find(({ event }) => event === 'passkey.enrolled')
    expect(JSON.parse(entry?.output ?? '')).toEqual({
      passkey_id: id, name: 'Laptop', credential_id: passkey.credentialId, public_key: passkey.publicKey.toString('base64url'), confirmed_by: null,
    })
  })

  test.each(['RS256', 'EdDSA'] as const)('takes an %s passkey', async (kind) => {
    const as = await signedIn(await aPerson(workspace, 'reviewer'))
    await enrol(as, anAuthenticator(kind))
    expect(await listOwnPasskeys(as)).toHaveLength(1)
  })

  test('asks for the password every time, and slows guessing down', async () => {
    const as = { ...(await signedIn(await aPerson(workspace, 'reviewer'))), ip: '192.0.2.77' }
    await enrol(as, anAuthenticator())
    const wrong = { code: 'invalid', more: { errors: [{ path: '/currentPassword', message: 'wrong_password' }] } }
    for (let i = 0; i < 5; i++) await expect(beginEnrolment(as, { currentPassword: i ? `guess ${i}` : '' })).rejects.toMatchObject(wrong)
    await expect(beginEnrolment(as, password)).rejects.toMatchObject({ code: 'rate_limited' })
  })

  test.each<[string, Bend, object]>([
    ['an answer to another question', { challenge: Buffer.alloc(32, 3).toString('base64url') }, because('forbidden', 'mismatch')],
    ['another site', { origin: 'https://evil.example' }, because('forbidden', 'refused')],
    ['another relying party', { rpId: 'evil.example' }, because('forbidden', 'refused')],
    ['a person who was not verified', { userVerified: false }, because('forbidden', 'refused')],
    ['an answer of another kind', { type: 'webauthn.get' }, because('forbidden', 'refused')],
  ])('refuses %s', async (_, bend, why) => {
    const as = await signedIn(await aPerson(workspace, 'reviewer'))
    await expect(enrol(as, anAuthenticator(), { bend })).rejects.toMatchObject(why)
    expect(await listOwnPasskeys(as)).toEqual([])
  })

  test('the question is good once, for two minutes, in its own session', async () => {
    const who = await aPerson(workspace, 'reviewer')
    const as = await signedIn(who)
    const old = { ...as, at: new Date(Date.now() - 121_000) }
    const late = anAuthenticator().register((await beginEnrolment(old, password)).creation)
    await expect(finishEnrolment(as, { name: 'Late', registration: late })).rejects.toMatchObject(because('conflict', 'expired'))
    const { creation } = await beginEnrolment(as, password)
    const registration = anAuthenticator().register(creation)
    await expect(finishEnrolment(await signedIn(who), { name: 'Elsewhere', registration })).rejects.toMatchObject(because('forbidden', 'mismatch'))
    const settled = await Promise.allSettled(Array.from({ length: 8 }, () => finishEnrolment(as, { name: 'Once', registration })))
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await listOwnPasskeys(as)).toHaveLength(1)
  })

  test('a second passkey is confirmed with the first: a password alone is no way around it', async () => {
    const { ctx: as, passkey } = await enrolled()
    await expect(enrol(as, anAuthenticator())).rejects.toMatchObject(because('forbidden', 'unconfirmed'))
    await expect(enrol(as, anAuthenticator(), { known: anAuthenticator() })).rejects.toMatchObject(because('forbidden', 'unknown'))
    await enrol(as, anAuthenticator(), { known: passkey, name: 'Phone' })
    expect((await listOwnPasskeys(as)).map(({ name }) => name)).toEqual(['Laptop', 'Phone'])
  })

  test('also when it was begun before there was a first', async () => {
    const as = await signedIn(await aPerson(workspace, 'reviewer'))
    const [early, first] = [await beginEnrolment(as, password), await beginEnrolment(as, password)]
    await finishEnrolment(as, { name: 'First', registration: anAuthenticator().register(first.creation) })
    const registration = anAuthenticator().register(early.creation)
    await expect(finishEnrolment(as, { name: 'Second', registration })).rejects.toMatchObject(because('forbidden', 'unconfirmed'))
  })
})

describe('renaming and removing', () => {
  test('changes one, and finds nobody else’s', async () => {
    const [mine, theirs] = [await enrolled(), await enrolled()]
    await renamePasskey(mine.ctx, { passkeyId: mine.id, name: 'Work laptop' })
    expect((await listOwnPasskeys(mine.ctx)).map(({ name }) => name)).toEqual(['Work laptop'])
    expect((await entriesAbout(workspace, mine.who.id)).at(-1)).toMatchObject({ event: 'passkey.renamed', changes: [{ field: 'name', old: 'Laptop', new: 'Work laptop' }] })
    await expect(renamePasskey(mine.ctx, { passkeyId: theirs.id, name: 'x' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(removePasskey(mine.ctx, { passkeyId: theirs.id, ...password })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('needs the password, and never takes the last one: of two at once, one stays', async () => {
    const { who, ctx: as, passkey, id } = await enrolled()
    const second = await enrol(as, anAuthenticator(), { known: passkey })
    await expect(removePasskey(as, { passkeyId: id, currentPassword: 'guess' })).rejects.toMatchObject({ code: 'invalid' })
    const settled = await Promise.allSettled([id, second].map((passkeyId) => removePasskey(as, { passkeyId, ...password })))
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [left] = await listOwnPasskeys(as)
    await expect(removePasskey(as, { passkeyId: left?.id ?? '', ...password })).rejects.toMatchObject(because('conflict', 'last'))
    expect((await entriesAbout(workspace, who.id)).filter(({ event }) => event === 'passkey.removed')).toHaveLength(1)
  })
})

describe('recovery by an admin', () => {
  test('ends all passkeys and sessions; the member enrols again with a password', async () => {
    const [admin, lost] = [await signedIn(await aPerson(workspace, 'admin')), await enrolled()]
    expect(await listMemberPasskeys(admin, lost.who.id)).toHaveLength(1)
    await removeMemberPasskeys(admin, { userId: lost.who.id })
    expect(await listMemberPasskeys(admin, lost.who.id)).toEqual([])
    const { actor } = lost.ctx
    expect(await findSession(actor.kind === 'user' ? actor.sessionId : '')).toBeNull()
    const entry = (await entriesAbout(workspace, lost.who.id)).find(({ event }) => event === 'passkey.removed_by_admin')
    expect(JSON.parse(entry?.output ?? '')).toEqual({ passkeys: [{ passkey_id: lost.id, name: 'Laptop' }], sessions_revoked: 1 })
    const again = await signedIn(lost.who)
    await enrol(again, anAuthenticator(), { name: 'New laptop' })
    expect((await listOwnPasskeys(again)).map(({ name }) => name)).toEqual(['New laptop'])
  })

  test('is not for oneself, not for reviewers, and not for somebody of another workspace', async () => {
    const [admin, reviewer, member] = [await enrolled('admin'), await enrolled('reviewer'), await enrolled()]
    await expect(removeMemberPasskeys(admin.ctx, { userId: admin.who.id })).rejects.toMatchObject({ code: 'conflict' })
    await expect(removeMemberPasskeys(reviewer.ctx, { userId: member.who.id })).rejects.toMatchObject({ code: 'forbidden' })
    const elsewhere = await signedIn(await aPerson(await aWorkspace(), 'admin'))
    await expect(removeMemberPasskeys(elsewhere, { userId: member.who.id })).rejects.toMatchObject({ code: 'not_found' })
    expect(await listMemberPasskeys(elsewhere, member.who.id)).toEqual([])
    expect(await listOwnPasskeys(member.ctx)).toHaveLength(1)
  })

  test('a question asked before it is worth nothing after it', async () => {
    const [admin, lost] = [await signedIn(await aPerson(workspace, 'admin')), await enrolled()]
    const { creation, confirmation } = await beginEnrolment(lost.ctx, password)
    const registration = anAuthenticator().register(creation)
    await removeMemberPasskeys(admin, { userId: lost.who.id })
    const answer = { name: 'Slipped in', registration, confirmation: confirmation ? lost.passkey.sign(confirmation) : undefined }
    await expect(finishEnrolment(lost.ctx, answer)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
