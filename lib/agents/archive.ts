import type { AuditInput } from '@/lib/audit/append'
import { nameOf, type Ctx } from '@/lib/context'
import { transact, unchanged } from '@/lib/transact'
import { lockAgent } from './lock'

/** Retires an agent for good: it leaves the registry's list, its keys end, and everything it asks for is denied. */
export function archive(ctx: Ctx, agentId: string): Promise<{ id: string; keysRevoked: number }> {
  return transact(ctx, 'agents.change', async (tx) => {
    const { archived } = await lockAgent(tx, ctx, agentId)
    if (archived) return unchanged({ id: agentId, keysRevoked: 0 })
    await tx.sql(
      'UPDATE agents SET archived_at = coalesce($3::timestamptz, clock_timestamp()) WHERE workspace_id = $1 AND id = $2',
      [ctx.workspace, agentId, ctx.at ?? null],
    )
    const keys = await tx.sql<{ id: string; name: string; prefix: string }>(
      `UPDATE api_keys SET revoked_at = coalesce($3::timestamptz, clock_timestamp()), revoked_by = $4
        WHERE workspace_id = $1 AND agent_id = $2 AND revoked_at IS NULL RETURNING id, name, prefix`,
      [ctx.workspace, agentId, ctx.at ?? null, nameOf(ctx.actor)],
    )
    const changes = [{ field: 'archived', old: false, new: true }]
    const revoked = keys.map((key): AuditInput => ({ kind: 'config', event: 'key.revoked', agentId, input: key }))
    return {
      value: { id: agentId, keysRevoked: keys.length },
      audit: [{ kind: 'config', event: 'agent.archived', agentId, changes }, ...revoked],
    }
  })
}
