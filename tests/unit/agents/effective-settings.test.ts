import { expect, test } from 'vitest'
import { DEFAULTS, effectiveSettings } from '@/lib/agents/effective-settings'
import { SettingsJson } from '@/lib/agents/schema'

test('an agent without a row has the defaults: enabled, no auto trigger, approval required, 100 per hour, no ceiling below L4', () => {
  expect(effectiveSettings(null)).toEqual(DEFAULTS)
  expect(DEFAULTS).toMatchObject({ enabled: true, autoTrigger: false, approvalRequired: true, maxActionsPerHour: 100, trustCeiling: 4, version: 0 })
})

test('a row wins over the defaults in every field', () => {
  const settings = effectiveSettings({
    enabled: false, auto_trigger: true, approval_required: false, max_actions_per_hour: 7, allowed_tools: ['a'], blocked_tools: ['b'],
    trust_ceiling: 2, custom_prompt: 'Be kind.', settings_json: '{"region":"eu"}', version: 9,
  })
  expect(settings).toEqual({
    enabled: false, autoTrigger: true, approvalRequired: false, maxActionsPerHour: 7, allowedTools: ['a'], blockedTools: ['b'],
    trustCeiling: 2, customPrompt: 'Be kind.', settings: { region: 'eu' }, version: 9,
  })
  for (const key of Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[]) expect(settings[key]).not.toEqual(DEFAULTS[key])
})

test('free settings are strict JSON and an object', () => {
  expect(SettingsJson.parse('')).toEqual({})
  expect(SettingsJson.parse(' {"a":[1,2]} ')).toEqual({ a: [1, 2] })
  for (const wrong of ['[1]', '"x"', 'null', '{"a":1,"a":2}', '{"__proto__":1}', '{"n":1e400}', '{a:1}']) {
    expect(SettingsJson.safeParse(wrong).success, wrong).toBe(false)
  }
})
