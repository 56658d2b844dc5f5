import { randomBytes } from 'node:crypto'
import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { canonical } from '@/lib/audit/canonical'
import type { Ctx } from '@/lib/context'
import { AppError, notFound } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { keepChallenge, spendChallenge } from '@/lib/passkeys/challenge'
import { checkAnswer, refused } from '@/lib/passkeys/check-answer'
import { askPasskeys, livePasskeys, noPasskey } from '@/lib/passkeys/live'
import { personOf } from '@/lib/passkeys/person'
import { relyingParty } from '@/lib/passkeys/relying-party'
import { transact, unchanged, type Tx } from '@/lib/transact'
import { stepUpChallenge, verifyAssertion, type Assertion } from '@/packages/verify/assertion'

export interface StepUpInput {
  approvalId: string
  decision: 'approve' | 'reject' | 'reply'
  /** Of the arguments that are decided about; for an edit, of those after it. */
  actionHash: string
}

const OPEN = `SELECT status FROM agent_approvals WHERE workspace_id = $1 AND id = $2`

/** The challenge is the hash of who decides what about exactly which arguments, so the signature is about that and nothing else. */
const challengeOf = (ctx: Ctx, { approvalId, decision, actionHash }: StepUpInput, nonce: Buffer) => {
  const { id: user, sessionId: session } = personOf(ctx)
  const bound = { workspace: ctx.workspace, approval: approvalId, action_hash: actionHash, decision, user, session, nonce: nonce.toString('base64url') }
  return { bound, challenge: stepUpChallenge(bound) }
}

/**
 * The question for one of the person's own passkeys: good for this decision, in this session, for two minutes and once.
 * Throws `forbidden` to somebody without a passkey, `conflict` when the approval no longer waits.
 */
export function beginStepUp(ctx: Ctx, input: StepUpInput): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return transact<PublicKeyCredentialRequestOptionsJSON>(ctx, 'approvals.decide', async (tx) => {
    const [approval] = isId(input.approvalId) ? await tx.sql<{ status: string }>(OPEN, [ctx.workspace, input.approvalId]) : []
    if (!approval) throw notFound('approval')
    if (approval.status !== 'pending') throw new AppError('conflict', 'This no longer waits for a decision.', { state: approval.status })
    const passkeys = await livePasskeys(tx.sql, personOf(ctx).id)
    if (!passkeys.length) throw noPasskey()
    const nonce = randomBytes(32)
    const challenge = await challengeOf(ctx, input, nonce).challenge
    await keepChallenge(tx, ctx, challenge, { ...input, nonce })
    return unchanged(await askPasskeys(passkeys, challenge))
  })
}

/**
 * Uses the passkey's answer up, in the transaction of the decision that it is for: both commit, or neither. Returns the text
 * to keep with the decision; verifyAssertion (packages/verify) checks it offline.
 */
export async function consumeStepUp(tx: Tx, ctx: Ctx, input: StepUpInput & { response?: AuthenticationResponseJSON }): Promise<string> {
  const { response } = input
  if (!response) {
    if (!(await livePasskeys(tx.sql, personOf(ctx).id)).length) throw noPasskey()
    throw new AppError('forbidden', 'Critical actions are decided with your passkey. Nothing was recorded.', { state: 'passkey_unanswered' })
  }
  const spent = await spendChallenge(tx, ctx, 'decide', response.response.clientDataJSON)
  const { bound, challenge } = challengeOf(ctx, input, spent.nonce)
  // Computed anew from what is decided now; the stored text only found the row.
  const expected = await challenge
  if (expected !== spent.challenge) {
    throw new AppError('conflict', 'The passkey answered for another decision than this one. Nothing was recorded.', { state: 'passkey_mismatch' })
  }
  const { publicKey } = await checkAnswer(tx, ctx, response, expected)
  const { rpID, origin } = relyingParty()
  const assertion: Assertion = {
    ...bound,
    format: 'countersign-assertion-v1',
    rp_id: rpID,
    origin,
    credential_id: response.id,
    public_key: publicKey.toString('base64url'),
    client_data_json: response.response.clientDataJSON,
    authenticator_data: response.response.authenticatorData,
    signature: response.response.signature,
  }
  const text = canonical(assertion)
  // Nothing is kept that could not be proved later.
  const proof = await verifyAssertion(text, bound)
  return proof.ok ? text : refused(proof.why)
}
