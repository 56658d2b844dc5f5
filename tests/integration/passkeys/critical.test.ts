import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import { decide, type DecideInput } from '@/lib/approvals/decide'
import { previewEdit } from '@/lib/approvals/preview-edit'
import { retract } from '@/lib/approvals/retract'
import { closeDb, prisma, query } from '@/lib/db'
import { verifyAssertion } from '@/packages/verify/assertion'
import { aSigner, stepUp, type Signer } from '@/tests/support/passkeys'
import { aWorld, type AgentCtx, type World } from '@/tests/support/world'
import type { JsonObject } from '@/packages/sdk/contract/json'

const args = { account: 'main', year: 2025 }
let world: World
let agent: AgentCtx
let noa: Signer
let dan: Signer
beforeAll(async () => {
  world = await aWorld({ approvalHoldMs: 60_000 })
  agent = await world.agent('closer', { settings: { autoTrigger: true, approvalRequired: false } })
  await world.tool('close_books', 4)
  await world.permission('closer', 'close_books', 'allow')
  noa = await aSigner(world)
  dan = await aSigner(world)
})
afterAll(closeDb)

async function asked(): Promise<{ id: string; approvalId: string; actionHash: string }> {
  const action = await submit(agent, { tool: 'close_books', args })
  if (action.dry_run) throw new Error('not asked for')
  expect(action).toMatchObject({ state: 'pending', verdict: { effect: 'review', reason: 'level_critical' } })
  const approval = await prisma.approval.findFirstOrThrow({ where: { actionId: action.id } })
  expect(approval.required).toBe(2)
  return { id: action.id, approvalId: approval.id, actionHash: approval.actionHash }
}

/** As the desk does it: the question about what would be decided, its answer, the decision. */
async function decides(signer: Signer, input: DecideInput, signedHash = input.actionHash) {
  return decide(signer.ctx, { ...input, assertion: await stepUp(signer, { ...input, actionHash: signedHash }) })
}
const votesOf = (approvalId: string) => query('SELECT decision, assertion FROM approval_decisions WHERE approval_request_id = $1 ORDER BY seq', [approvalId])

describe('a critical action, whatever its agent may do otherwise', () => {
  test('needs two people with passkeys; undo needs none, the next decision needs a new answer', async () => {
    const action = await asked()
    const approve = { ...action, decision: 'approve' } as const
    expect(await decides(noa, approve)).toMatchObject({ status: 'pending', votes: 1, required: 2 })
    const second = await stepUp(dan, approve)
    expect(await decide(dan.ctx, { ...approve, assertion: second })).toMatchObject({ status: 'approved', votes: 2 })
    await retract(dan.ctx, { approvalId: action.approvalId })
    await expect(decide(dan.ctx, { ...approve, assertion: second })).rejects.toMatchObject({ code: 'conflict', more: { state: 'passkey_used' } })
    expect(await decides(dan, approve)).toMatchObject({ status: 'approved' })
    await expect(start({ ...agent, at: new Date(Date.now() + 30_000) }, action.id, { args })).rejects.toMatchObject({ code: 'on_hold' })
    expect(await start({ ...agent, at: new Date(Date.now() + 61_000) }, action.id, { args })).toMatchObject({ state: 'executing' })
  })

  test.each(['approve', 'reject', 'reply'] as const)('%s without a passkey records nothing', async (decision) => {
    const action = await asked()
    await expect(decide(noa.ctx, { ...action, decision, comment: 'because' })).rejects.toMatchObject({ code: 'forbidden', more: { state: 'passkey_unanswered' } })
    expect(await votesOf(action.approvalId)).toEqual([])
  })

  test('one rejection with a passkey rejects it', async () => {
    const action = await asked()
    expect(await decides(noa, { ...action, decision: 'reject', comment: 'Not before the audit.' })).toMatchObject({ status: 'rejected' })
  })

  test('an edit is signed as it will run: an answer for the arguments before it is worth nothing', async () => {
    const action = await asked()
    const edited: JsonObject = { account: 'main', year: 2024 }
    const approve = { ...action, decision: 'approve', args: edited } as const
    await expect(decides(noa, approve)).rejects.toMatchObject({ code: 'conflict', more: { state: 'passkey_mismatch' } })
    const after = (await previewEdit(noa.ctx, { approvalId: action.approvalId, args: edited }))?.hashAfter ?? ''
    expect(await decides(noa, approve, after)).toMatchObject({ status: 'pending', votes: 1 })
    const [vote] = (await votesOf(action.approvalId)) as { assertion: string }[]
    expect(await verifyAssertion(vote?.assertion ?? '', { action_hash: after, user: noa.ctx.actor.id })).toMatchObject({ ok: true })
  })

  test('of two people who decide at the same moment, both count', async () => {
    const action = await asked()
    const answers = await Promise.all([noa, dan].map((signer) => decides(signer, { ...action, decision: 'approve' })))
    expect(answers.map(({ votes }) => votes).sort()).toEqual([1, 2])
  })
})
