import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { submit } from '@/lib/actions/submit'
import { decide } from '@/lib/approvals/decide'
import { beginStepUp, consumeStepUp, type StepUpInput } from '@/lib/approvals/step-up'
import type { Ctx } from '@/lib/context'
import { closeDb, query } from '@/lib/db'
import { newId } from '@/lib/ids'
import { removeMemberPasskeys } from '@/lib/passkeys/remove-all'
import { transact } from '@/lib/transact'
import { revokeMemberSession } from '@/lib/users/revoke-member-session'
import { verifyAssertion } from '@/packages/verify/assertion'
import { anAuthenticator, type Bend } from '@/tests/support/authenticator'
import { aSignedIn, aSigner, putPasskey, stepUp, type Signer } from '@/tests/support/passkeys'
import { aWorld, type AgentCtx, type World } from '@/tests/support/world'

let world: World
let agent: AgentCtx
let signer: Signer
beforeAll(async () => {
  world = await aWorld()
  agent = await world.agent('closer', { settings: { autoTrigger: true, maxActionsPerHour: 1000 } })
  await world.tool('close_books', 4)
  signer = await aSigner(world)
})
afterAll(closeDb)

/** A critical action that waits, and the approval of it. */
async function asked(decision: StepUpInput['decision'] = 'approve'): Promise<StepUpInput> {
  const answer = await submit(agent, { tool: 'close_books', args: { year: 2025 } })
  if (answer.dry_run || answer.state !== 'pending') throw new Error('does not wait')
  const approvalId = answer.approval?.id ?? ''
  const [row] = await query<{ action_hash: string }>('SELECT action_hash FROM agent_approvals WHERE id = $1', [approvalId])
  return { approvalId, decision, actionHash: row?.action_hash ?? '' }
}

const VOTE = `INSERT INTO approval_decisions (workspace_id, id, approval_request_id, decision, decided_by, decided_by_id, action_hash, assertion, at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())`

/** A decision reduced to its step-up: the passkey's answer and the vote stand and fall together. */
const vote = (ctx: Ctx, input: StepUpInput, response?: AuthenticationResponseJSON) =>
  transact(ctx, 'approvals.decide', async (tx) => {
    const { actor } = ctx
    if (actor.kind !== 'user') throw new Error('not a person')
    const text = await consumeStepUp(tx, ctx, { ...input, response })
    await tx.sql(VOTE, [ctx.workspace, newId(), input.approvalId, input.decision, actor.email, actor.id, input.actionHash, text])
    return { value: text, audit: [{ kind: 'approval', event: 'approval.decided' }] }
  })

const STATE = `SELECT (SELECT count(*) FROM approval_decisions) AS votes, (SELECT count(*) FROM agent_audit_log) AS entries,
  (SELECT count(*) FROM passkey_challenges WHERE used_at IS NOT NULL) AS used, (SELECT sum(counter) FROM passkeys) AS counters,
  (SELECT count(*) FROM passkeys WHERE last_used_at IS NOT NULL) AS touched`
const state = async () => (await query(STATE))[0]

/** Refused with this state, and nothing at all is changed by it. */
async function refuses(attempt: () => Promise<unknown>, why: object): Promise<void> {
  const before = await state()
  await expect(attempt()).rejects.toMatchObject(why)
  expect(await state()).toEqual(before)
}
const because = (code: string, passkey: string) => ({ code, more: { state: `passkey_${passkey}` } })

describe('a critical decision', () => {
  test.each(['approve', 'reject', 'reply'] as const)('%s: is signed by a passkey, and the stored text proves it offline', async (decision) => {
    const input = await asked(decision)
    const text = await vote(signer.ctx, input, await stepUp(signer, input))
    expect(await verifyAssertion(text, { approval: input.approvalId, action_hash: input.actionHash, decision, user: signer.ctx.actor.id })).toMatchObject({ ok: true })
    const [stored] = await query('SELECT assertion FROM approval_decisions WHERE approval_request_id = $1', [input.approvalId])
    expect(stored).toEqual({ assertion: text })
  })

  test('the question is for the own passkeys, with the person verified, and differs every time', async () => {
    const input = await asked()
    const [one, two] = [await beginStepUp(signer.ctx, input), await beginStepUp(signer.ctx, input)]
    expect(one).toMatchObject({ rpId: 'localhost', userVerification: 'required', timeout: 120_000 })
    expect(one.allowCredentials?.map(({ id }) => id)).toEqual([signer.authenticator.credentialId])
    expect(one.challenge).not.toBe(two.challenge)
  })

  test('is not stored without a passkey, whoever writes it', async () => {
    const input = await asked()
    const insert = transact(signer.ctx, 'approvals.decide', async (tx) => {
      const { actor } = signer.ctx
      await tx.sql(VOTE, [world.workspace, newId(), input.approvalId, 'approve', actor.email, actor.id, input.actionHash, null])
      return { value: undefined, audit: [{ kind: 'approval', event: 'approval.decided' }] }
    })
    await expect(insert).rejects.toThrow('a critical action is decided with a passkey')
  })

  test('nobody without a passkey decides, and they are told how', async () => {
    const ctx = await aSignedIn(world)
    const input = await asked()
    const why = { code: 'forbidden', detail: 'Critical actions need a passkey. Add one under Account.' }
    await refuses(() => beginStepUp(ctx, input), why)
    await refuses(() => vote(ctx, input), why)
    await refuses(() => vote(signer.ctx, input), because('forbidden', 'unanswered'))
  })

  test('nothing is asked about what is decided, or does not exist here', async () => {
    const input = await asked('reject')
    await vote(signer.ctx, input, await stepUp(signer, input))
    await refuses(() => beginStepUp(signer.ctx, input), { code: 'conflict' })
    const stranger = await aSigner(await aWorld())
    await refuses(() => beginStepUp(stranger.ctx, input), { code: 'not_found' })
  })
})

describe('an answer for something else is refused, and leaves everything as it was:', () => {
  test.each<[string, Bend, object]>([
    ['another challenge', { challenge: Buffer.alloc(32, 1).toString('base64url') }, because('forbidden', 'mismatch')],
    ['another site', { origin: 'https://evil.example' }, because('forbidden', 'refused')],
    ['another relying party', { rpId: 'evil.example' }, because('forbidden', 'refused')],
    ['an enrolment instead of an answer', { type: 'webauthn.create' }, because('forbidden', 'refused')],
    ['its person was not verified', { userVerified: false }, because('forbidden', 'refused')],
  ])('%s', async (_, bend, why) => {
    const input = await asked()
    const response = await stepUp(signer, input, bend)
    await refuses(() => vote(signer.ctx, input, response), why)
  })

  test.each<[string, () => Promise<Partial<StepUpInput>>]>([
    ['another approval', async () => ({ approvalId: (await asked()).approvalId })],
    ['another decision', async () => ({ decision: 'reject' as const })],
    ['another hash', async () => ({ actionHash: 'f'.repeat(64) })],
  ])('%s', async (_, other) => {
    const input = await asked()
    const [response, bent] = [await stepUp(signer, input), { ...input, ...(await other()) }]
    await refuses(() => vote(signer.ctx, bent, response), because('conflict', 'mismatch'))
    await vote(signer.ctx, input, response) // and still answers what it was for
  })

  test('a changed signature', async () => {
    const input = await asked()
    const answer = await stepUp(signer, input)
    const signature = (await stepUp(signer, await asked())).response.signature
    await refuses(() => vote(signer.ctx, input, { ...answer, response: { ...answer.response, signature } }), because('forbidden', 'refused'))
  })

  test("another person's passkey, and another person's answer", async () => {
    const [other, input] = [await aSigner(world), await asked()]
    const byOther = other.authenticator.sign(await beginStepUp(signer.ctx, input))
    await refuses(() => vote(signer.ctx, input, byOther), because('forbidden', 'unknown'))
    const own = await stepUp(other, input)
    await refuses(() => vote(signer.ctx, input, own), because('forbidden', 'mismatch'))
  })

  test('an answer from another session of the same person', async () => {
    const input = await asked()
    const response = await stepUp(signer, input)
    const elsewhere = { ...signer.ctx, actor: { ...signer.ctx.actor, sessionId: newId() } }
    await refuses(() => vote(elsewhere, input, response), because('forbidden', 'mismatch'))
  })

  test('a counter that goes back, as a copied passkey shows', async () => {
    const own = await aSigner(world)
    const first = await asked()
    await vote(own.ctx, first, await stepUp(own, first, { counter: 10 }))
    for (const counter of [9, 10]) {
      const input = await asked()
      const response = await stepUp(own, input, { counter })
      await refuses(() => vote(own.ctx, input, response), because('forbidden', 'counter'))
    }
    const next = await asked()
    await vote(own.ctx, next, await stepUp(own, next, { counter: 11 }))
  })

  test('a counter that goes back is kept in the log, and so is that nothing was decided', async () => {
    const own = await aSigner(world)
    const [first, second] = [await asked(), await asked()]
    await decide(own.ctx, { ...first, assertion: await stepUp(own, first, { counter: 10 }) })
    const attempt = decide(own.ctx, { ...second, assertion: await stepUp(own, second, { counter: 9 }) })
    await expect(attempt).rejects.toMatchObject(because('forbidden', 'counter'))
    const entries = await query(`SELECT actor_id AS who, success, output_data::jsonb - 'passkey_id' AS said FROM agent_audit_log
      WHERE workspace_id = $1 AND action = 'passkey.counter_went_back'`, [world.workspace])
    expect(entries).toEqual([{ who: own.ctx.actor.email, success: false, said: { was: 10, said: 9 } }])
    expect(await query('SELECT 1 FROM approval_decisions WHERE approval_request_id = $1', [second.approvalId])).toEqual([])
  })

  test('a passkey that was removed meanwhile, and a session that was revoked', async () => {
    const admin = await world.person(['admin'])
    const [lost, gone] = [await aSigner(world), await aSigner(world)]
    const input = await asked()
    const [byLost, byGone] = [await stepUp(lost, input), await stepUp(gone, input)]
    await removeMemberPasskeys(admin, { userId: lost.ctx.actor.id })
    await putPasskey(lost.ctx, anAuthenticator())
    await refuses(() => vote(lost.ctx, input, byLost), { code: 'forbidden' })
    await revokeMemberSession(admin, { userId: gone.ctx.actor.id, sessionId: gone.ctx.actor.sessionId })
    await refuses(() => vote(gone.ctx, input, byGone), because('forbidden', 'mismatch'))
  })
})

describe('two minutes, once', () => {
  test('the last moment counts, the next does not', async () => {
    const start = Date.now()
    const at = (ms: number) => ({ ...signer.ctx, at: new Date(start + ms) })
    const [late, just] = [await asked(), await asked()]
    const lateAnswer = await stepUp({ ...signer, ctx: at(0) }, late)
    await refuses(() => vote(at(120_000), late, lateAnswer), because('conflict', 'expired'))
    await vote(at(119_999), just, await stepUp({ ...signer, ctx: at(0) }, just))
  })

  test('of 64 who send the same answer at once, one wins', async () => {
    const input = await asked()
    const response = await stepUp(signer, input)
    const before = await query('SELECT count(*) AS n FROM approval_decisions WHERE approval_request_id = $1', [input.approvalId])
    const settled = await Promise.allSettled(Array.from({ length: 64 }, () => vote(signer.ctx, input, response)))
    expect(before).toEqual([{ n: 0 }])
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const each of settled) if (each.status === 'rejected') expect(each.reason).toMatchObject(because('conflict', 'used'))
    expect(await query('SELECT count(*) AS n FROM approval_decisions WHERE approval_request_id = $1', [input.approvalId])).toEqual([{ n: 1 }])
  })

  test('a used question stays used and a removed passkey stays removed, whatever the app writes', async () => {
    const input = await asked()
    const response = await stepUp(signer, input)
    await vote(signer.ctx, input, response)
    const attempts = ['UPDATE passkey_challenges SET used_at = NULL WHERE used_at IS NOT NULL', 'UPDATE passkeys SET counter = 0 WHERE counter > 0',
      'UPDATE passkeys SET removed_at = NULL WHERE removed_at IS NOT NULL']
    for (const attempt of attempts) await expect(query(attempt), attempt).rejects.toThrow('cannot go back')
    for (const attempt of ['UPDATE passkeys SET public_key = public_key', "UPDATE passkey_challenges SET expires_at = 'infinity'", 'DELETE FROM passkeys']) {
      await expect(query(attempt), attempt).rejects.toThrow('permission denied')
    }
  })
})
