import { beginStepUp, type StepUpInput } from '@/lib/approvals/step-up'
import { openSession } from '@/lib/auth/open-session'
import { systemCtx, type Role } from '@/lib/context'
import { newId } from '@/lib/ids'
import { transact } from '@/lib/transact'
import { anAuthenticator, type Authenticator, type Bend } from './authenticator'
import type { UserCtx, World } from './world'

export interface Signer {
  /** Signed in for real: a session that can be revoked. */
  ctx: UserCtx
  passkeyId: string
  authenticator: Authenticator
}

/** Puts a passkey of this person into place, as if enrolled long ago. Returns its id. */
export async function putPasskey({ workspace, actor }: UserCtx, { credentialId, publicKey }: Authenticator): Promise<string> {
  const id = newId()
  await transact(systemCtx(workspace, 'system:test', newId()), 'setup.run', async (tx) => {
    await tx.sql(`INSERT INTO passkeys (id, user_id, credential_id, public_key, counter, transports, name) VALUES ($1, $2, $3, $4, 0, '{internal}', 'Test key')`,
      [id, actor.id, credentialId, publicKey])
    return { value: undefined, audit: [{ kind: 'system', event: 'test.passkey' }] }
  })
  return id
}

/** A member with an open session and no passkey. */
export async function aSignedIn(world: World, roles?: readonly Role[]): Promise<UserCtx> {
  const person = await world.person(roles)
  const sessionId = await openSession(world.workspace, person.actor.id, { requestId: newId() })
  return { ...person, actor: { ...person.actor, sessionId } }
}

/** A member with an open session and a passkey. */
export async function aSigner(world: World, roles?: readonly Role[]): Promise<Signer> {
  const ctx = await aSignedIn(world, roles)
  const authenticator = anAuthenticator()
  return { ctx, authenticator, passkeyId: await putPasskey(ctx, authenticator) }
}

/** The whole ceremony for a decision: the question, and the passkey's answer. */
export async function stepUp({ ctx, authenticator }: Pick<Signer, 'ctx' | 'authenticator'>, input: StepUpInput, bend?: Bend) {
  return authenticator.sign(await beginStepUp(ctx, input), bend)
}
