import type { ActionResult } from '@/components/ui/action-result'

/** The settings as a form holds them. */
export interface SettingsValues {
  approvalRequired: boolean
  autoTrigger: boolean
  maxActionsPerHour: string
  trustCeiling: string
  allowedTools: readonly string[]
  blockedTools: readonly string[]
  customPrompt: string
  settings: string
}

export type SettingName = keyof SettingsValues
export const SETTINGS = [
  'approvalRequired', 'autoTrigger', 'maxActionsPerHour', 'trustCeiling', 'allowedTools', 'blockedTools', 'customPrompt', 'settings',
] as const satisfies readonly SettingName[]

export const same = (a: SettingsValues[SettingName], b: SettingsValues[SettingName]) => JSON.stringify(a) === JSON.stringify(b)

/** Pure. What differs from what is stored. */
export function changed(draft: Partial<SettingsValues>, stored: SettingsValues): SettingName[] {
  return SETTINGS.filter((name) => draft[name] !== undefined && !same(draft[name], stored[name]))
}

/** What was typed before a refusal, when the page was drawn without JavaScript. */
export function typedDraft(result: ActionResult<unknown> | null): Partial<SettingsValues> {
  if (!result || result.ok) return {}
  const { values } = result
  const text = (name: SettingName) => [values[name] ?? ''].flat()[0] ?? ''
  const list = (name: SettingName) => [values[name] ?? []].flat().filter(Boolean)
  return {
    approvalRequired: 'approvalRequired' in values,
    autoTrigger: 'autoTrigger' in values,
    maxActionsPerHour: text('maxActionsPerHour'),
    trustCeiling: text('trustCeiling'),
    allowedTools: list('allowedTools'),
    blockedTools: list('blockedTools'),
    customPrompt: text('customPrompt'),
    settings: text('settings'),
  }
}
