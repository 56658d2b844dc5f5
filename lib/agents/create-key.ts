import { hashSecret, newSecret, prefixOf } from '@/lib/auth/api-keys'
import { nameOf, type Ctx } from '@/lib/context'
import { newId } from '@/lib/ids'
import { transact } from '@/lib/transact'
import { lockActiveAgent } from './lock'
import type { NewKey } from './schema'

export interface CreatedKey {
  id: string
  agentId: string
  /** Shown once: only its SHA-256 is kept. */
  secret: string
  prefix: string
}

export function createKey(ctx: Ctx, { agentId, name, scopes }: NewKey): Promise<CreatedKey> {
  const secret = newSecret()
  const key = { id: newId(), name, prefix: prefixOf(secret), scopes: [...new Set(scopes)] }
  return transact(ctx, 'agents.change', async (tx) => {
    await lockActiveAgent(tx, ctx, agentId)
    const made = { secretSha256: hashSecret(secret), createdBy: nameOf(ctx.actor), createdAt: ctx.at }
    await tx.db.apiKey.create({ data: { workspaceId: ctx.workspace, agentId, ...key, ...made } })
    return {
      value: { id: key.id, agentId, secret, prefix: key.prefix },
      audit: [{ kind: 'config', event: 'key.created', agentId, output: key }],
    }
  })
}
