import { nameOf, type Ctx } from '@/lib/context'
import { transact, unchanged } from '@/lib/transact'
import { lockActiveAgent, lockedSettings } from './lock'

interface Enabled {
  agentId: string
  enabled: boolean
  version: number
}

/** The kill switch: off denies whatever the agent asks from now on, and nothing it was allowed can start. */
export function setEnabled(ctx: Ctx, input: { agentId: string; enabled: boolean }): Promise<Enabled> {
  return transact(ctx, 'agents.change', async (tx) => {
    const { agentId, enabled } = input
    await lockActiveAgent(tx, ctx, agentId)
    const old = await lockedSettings(tx, ctx, agentId)
    if (old.enabled === enabled) return unchanged({ agentId, enabled, version: old.version })
    const version = old.version + 1
    await tx.sql(
      `INSERT INTO agent_settings (workspace_id, agent_id, enabled, version, updated_by, updated_at)
       VALUES ($1, $2, $3, $4, $5, coalesce($6::timestamptz, clock_timestamp()))
       ON CONFLICT (workspace_id, agent_id) DO UPDATE SET enabled = excluded.enabled, version = excluded.version,
         updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
      [ctx.workspace, agentId, enabled, version, nameOf(ctx.actor), ctx.at ?? null],
    )
    return {
      value: { agentId, enabled, version },
      audit: [
        {
          kind: 'config',
          event: enabled ? 'agent.enabled' : 'agent.disabled',
          agentId,
          output: { version },
          changes: [{ field: 'enabled', old: old.enabled, new: enabled }],
        },
      ],
    }
  })
}
