import { allowed } from '@/lib/auth/permissions'
import type { Ctx } from '@/lib/context'
import { query } from '@/lib/db'
import { AppError, notFound } from '@/lib/errors'
import type { AgentConfig } from '@/packages/sdk/contract/config'
import type { JsonObject } from '@/packages/sdk/contract/json'
import { TrustLevel, type Effect } from '@/packages/sdk/contract/verdict'
import { effectiveSettings, type SettingsRow } from './effective-settings'

interface ToolRow {
  id: string
  name: string
  trust_level: number
  currency: string | null
  input_schema: string | null
  effect: Effect | null
  max_amount: number | null
}

const levelName = (level: number) => TrustLevel.options[level] ?? 'L4'

/** What the agent behind `ctx` may know about itself; tools that its settings rule out are left out. */
export async function readConfig(ctx: Ctx): Promise<AgentConfig> {
  const { actor, workspace } = ctx
  if (actor.kind !== 'agent' || !allowed(actor, 'config.read')) throw new AppError('forbidden', 'This key lacks the scope config:read.')
  const [[agent], [row], tools] = await Promise.all([
    query<{ id: string; name: string; archived: boolean }>(
      'SELECT id, name, archived_at IS NOT NULL AS archived FROM agents WHERE workspace_id = $1 AND id = $2',
      [workspace, actor.id],
    ),
    query<SettingsRow>('SELECT * FROM agent_settings WHERE workspace_id = $1 AND agent_id = $2', [workspace, actor.id]),
    query<ToolRow>(
      `SELECT t.id, t.name, t.trust_level, t.currency, t.input_schema, p.effect, p.max_amount
         FROM tools t LEFT JOIN agent_permissions p
           ON p.workspace_id = t.workspace_id AND p.tool_id = t.id AND p.agent_id = $2
        WHERE t.workspace_id = $1 ORDER BY t.id`,
      [workspace, actor.id],
    ),
  ])
  if (!agent) throw notFound('agent')
  const settings = effectiveSettings(row)
  const within = ({ id, trust_level }: ToolRow) =>
    trust_level <= settings.trustCeiling &&
    !settings.blockedTools.includes(id) &&
    (!settings.allowedTools.length || settings.allowedTools.includes(id))
  return {
    workspace,
    agent: { id: agent.id, name: agent.name },
    settings: {
      enabled: settings.enabled && !agent.archived,
      auto_trigger: settings.autoTrigger,
      approval_required: settings.approvalRequired,
      max_actions_per_hour: settings.maxActionsPerHour,
      allowed_tools: settings.allowedTools,
      blocked_tools: settings.blockedTools,
      trust_ceiling: levelName(settings.trustCeiling),
      settings: settings.settings,
      version: settings.version,
    },
    custom_prompt: settings.customPrompt || null,
    tools: tools.filter(within).map((tool) => ({
      id: tool.id,
      name: tool.name,
      trust_level: levelName(tool.trust_level),
      permission: tool.effect,
      max_amount: tool.max_amount === null || !tool.currency ? null : { value: tool.max_amount, currency: tool.currency },
      input_schema: tool.input_schema === null ? null : (JSON.parse(tool.input_schema) as JsonObject),
    })),
  }
}
