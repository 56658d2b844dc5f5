import { canonical } from '@/lib/audit/canonical'
import { fieldChanges } from '@/lib/audit/field-changes'
import { nameOf, type Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { transact, unchanged, type Tx } from '@/lib/transact'
import { SETTING_NAMES } from './effective-settings'
import { lockActiveAgent, lockedSettings } from './lock'
import type { AgentSettings } from './schema'

export interface ChangeSettings {
  agentId: string
  /** The version the person looked at; leave out to change whatever is there (command line, demo). */
  version?: number
  change: Partial<AgentSettings>
}

const UPSERT = `
  INSERT INTO agent_settings (workspace_id, agent_id, auto_trigger, approval_required, max_actions_per_hour, allowed_tools,
    blocked_tools, trust_ceiling, custom_prompt, settings_json, version, updated_by, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, coalesce($13::timestamptz, clock_timestamp()))
  ON CONFLICT (workspace_id, agent_id) DO UPDATE SET auto_trigger = excluded.auto_trigger,
    approval_required = excluded.approval_required, max_actions_per_hour = excluded.max_actions_per_hour,
    allowed_tools = excluded.allowed_tools, blocked_tools = excluded.blocked_tools, trust_ceiling = excluded.trust_ceiling,
    custom_prompt = excluded.custom_prompt, settings_json = excluded.settings_json, version = excluded.version,
    updated_by = excluded.updated_by, updated_at = excluded.updated_at`

/** Only what is given changes. An older version than the stored one is a conflict that says who changed what. */
export function changeSettings(ctx: Ctx, { agentId, version, change }: ChangeSettings): Promise<{ version: number }> {
  return transact(ctx, 'agents.change', async (tx) => {
    await lockActiveAgent(tx, ctx, agentId)
    const old = await lockedSettings(tx, ctx, agentId)
    if (version !== undefined && version !== old.version) throw await conflict(tx, ctx, agentId, version)
    const changes = fieldChanges(old, change, SETTING_NAMES)
    if (!changes.length) return unchanged({ version: old.version })
    const next = { ...old, ...change, version: old.version + 1 }
    await tx.sql(UPSERT, [
      ctx.workspace, agentId, next.autoTrigger, next.approvalRequired, next.maxActionsPerHour, next.allowedTools,
      next.blockedTools, next.trustCeiling, next.customPrompt, canonical(next.settings), next.version, nameOf(ctx.actor), ctx.at ?? null,
    ])
    return {
      value: { version: next.version },
      audit: [{ kind: 'config', event: 'settings.changed', agentId, output: { version: next.version }, changes }],
    }
  })
}

async function conflict(tx: Tx, ctx: Ctx, agentId: string, version: number): Promise<AppError> {
  const meanwhile = await tx.sql<{ actor_id: string; fields: string }>(
    `SELECT actor_id, (SELECT string_agg(c ->> 'field', ', ') FROM jsonb_array_elements(changes) c) AS fields
       FROM agent_audit_log WHERE workspace_id = $1 AND agent_id = $2 AND action_type = 'config'
        AND action IN ('settings.changed', 'agent.enabled', 'agent.disabled') AND (output_data::jsonb ->> 'version')::int > $3
      ORDER BY "timestamp", id LIMIT 20`,
    [ctx.workspace, agentId, version],
  )
  const told = meanwhile.map(({ actor_id, fields }) => `${actor_id} changed ${fields}`).join('; ')
  return new AppError('conflict', `The settings changed meanwhile${told ? `: ${told}` : ''}.`)
}
