import { nameOf, type Ctx } from '@/lib/context'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { transact, unchanged } from '@/lib/transact'

interface KeyRow {
  id: string
  agent_id: string
  name: string
  prefix: string
  revoked: boolean
}

/** Ends a key with its next request; long polls it opened end at once. Revoking twice changes nothing. */
export function revokeKey(ctx: Ctx, { keyId }: { keyId: string }): Promise<{ id: string; agentId: string }> {
  return transact(ctx, 'agents.change', async (tx) => {
    if (!isId(keyId)) throw notFound('key')
    const [key] = await tx.sql<KeyRow>(
      `SELECT id, agent_id, name, prefix, revoked_at IS NOT NULL AS revoked
         FROM api_keys WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE`,
      [ctx.workspace, keyId],
    )
    if (!key) throw notFound('key')
    const value = { id: key.id, agentId: key.agent_id }
    if (key.revoked) return unchanged(value)
    await tx.sql(
      `UPDATE api_keys SET revoked_at = coalesce($3::timestamptz, clock_timestamp()), revoked_by = $4
        WHERE workspace_id = $1 AND id = $2`,
      [ctx.workspace, keyId, ctx.at ?? null, nameOf(ctx.actor)],
    )
    const input = { id: key.id, name: key.name, prefix: key.prefix }
    return { value, audit: [{ kind: 'config', event: 'key.revoked', agentId: key.agent_id, input }] }
  })
}
