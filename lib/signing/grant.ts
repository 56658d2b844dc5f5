import { base64url } from 'jose'
import type { AuditInput } from '@/lib/audit/append'
import type { ActionRow } from '@/lib/actions/row'
import { sha256 } from '@/lib/actions/hash'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db'
import { gatewayUrl } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { loadSigner } from '@/lib/signing/load'
import { registerKey } from '@/lib/signing/register'
import type { Signer } from '@/lib/signing/signer'

/** How long a tool should take the receipt. */
const VALID_S = 300

export interface SignedGrant {
  jws: string
  kid: string
  /** The key's own entry, when this is the first thing it signs. */
  audit: AuditInput[]
}

const APPROVED_BY = 'SELECT decided_by FROM yes_votes($1, $2, $3) ORDER BY seq'

/** What a receipt says, of an action that is started now. */
export interface Receipt {
  workspace: string
  row: Pick<ActionRow, 'id' | 'agent_id' | 'tool_name' | 'tool_args' | 'action_hash' | 'approval_id'>
  grant: string
  now: Date
  approvedBy: readonly string[]
}

const part = (value: object) => base64url.encode(JSON.stringify(value))

/**
 * The receipt for redeeming an approval, signed before the redemption commits: a signer that fails takes the redemption with it.
 * A compact JWS (EdDSA) that a tool verifies with the public keys alone.
 */
export async function signGrant(tx: Pick<Tx, 'sql'>, ctx: Ctx, grant: string, row: ActionRow): Promise<SignedGrant> {
  const signer = await loadSigner('grant').catch((cause: unknown) => {
    throw new AppError('unavailable', 'Receipts cannot be signed right now. Nothing was started; try again.', { retryAfterS: 5, cause })
  })
  const audit = await registerKey(tx, 'grant', signer)
  const approvers = await tx.sql<{ decided_by: string }>(APPROVED_BY, [ctx.workspace, row.approval_id, row.action_hash])
  const approvedBy = approvers.map(({ decided_by }) => decided_by)
  return { jws: receiptOf({ workspace: ctx.workspace, row, grant, now: row.now, approvedBy }, signer), kid: signer.kid, audit }
}

export function receiptOf({ workspace, row, grant, now: at, approvedBy }: Receipt, signer: Pick<Signer, 'kid' | 'sign'>): string {
  const now = Math.floor(at.getTime() / 1000)
  const header = { alg: 'EdDSA', typ: 'countersign-grant+jwt', kid: signer.kid }
  const claims = {
    iss: gatewayUrl(),
    sub: row.agent_id,
    aud: row.tool_name,
    jti: grant,
    iat: now,
    nbf: now,
    exp: now + VALID_S,
    workspace,
    action: row.id,
    action_hash: row.action_hash,
    args_sha256: sha256(row.tool_args),
    approval: row.approval_id,
    approved_by: approvedBy,
  }
  const signed = `${part(header)}.${part(claims)}`
  return `${signed}.${base64url.encode(signer.sign(Buffer.from(signed)))}`
}
