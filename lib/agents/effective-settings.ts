import type { AgentSettings } from './schema'

export interface EffectiveSettings extends AgentSettings {
  enabled: boolean
  /** 0 while there is no row: the first change makes version 1. */
  version: number
}

/** What an agent without a settings row may do. */
export const DEFAULTS: EffectiveSettings = {
  enabled: true,
  autoTrigger: false,
  approvalRequired: true,
  maxActionsPerHour: 100,
  allowedTools: [],
  blockedTools: [],
  trustCeiling: 4,
  customPrompt: '',
  settings: {},
  version: 0,
}

export interface SettingsRow {
  enabled: boolean
  auto_trigger: boolean
  approval_required: boolean
  max_actions_per_hour: number
  allowed_tools: string[]
  blocked_tools: string[]
  trust_ceiling: number
  custom_prompt: string
  settings_json: string
  version: number
}

/** Pure: the row, or the defaults where there is none. */
export function effectiveSettings(row: SettingsRow | null | undefined): EffectiveSettings {
  if (!row) return DEFAULTS
  return {
    enabled: row.enabled,
    autoTrigger: row.auto_trigger,
    approvalRequired: row.approval_required,
    maxActionsPerHour: row.max_actions_per_hour,
    allowedTools: row.allowed_tools,
    blockedTools: row.blocked_tools,
    trustCeiling: row.trust_ceiling,
    customPrompt: row.custom_prompt,
    settings: JSON.parse(row.settings_json) as EffectiveSettings['settings'],
    version: row.version,
  }
}

/** How the log names each setting. */
export const SETTING_NAMES: Record<keyof AgentSettings, string> = {
  autoTrigger: 'auto_trigger',
  approvalRequired: 'approval_required',
  maxActionsPerHour: 'max_actions_per_hour',
  allowedTools: 'allowed_tools',
  blockedTools: 'blocked_tools',
  trustCeiling: 'trust_ceiling',
  customPrompt: 'custom_prompt',
  settings: 'settings',
}
