'use client'
import { useTranslations } from 'next-intl'
import { Switch } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { TagInput } from '@/components/ui/tag-input'
import type { WeekOfUse } from '@/lib/agents/history'
import { hasHint, SettingHint } from './settings-hints'
import { SETTINGS, type SettingName, type SettingsValues } from './settings-values'

const LEVELS = ['0', '1', '2', '3', '4'] as const

interface SettingsFieldsProps {
  stored: SettingsValues
  values: SettingsValues
  set: <K extends SettingName>(name: K, value: SettingsValues[K]) => void
  toolIds: readonly string[]
  week: WeekOfUse
  /** Moves when the tag inputs must start again from `values`. */
  epoch: number
}

type ControlProps = SettingsFieldsProps & { name: SettingName }

function Control({ name, stored, values, set, toolIds, epoch }: ControlProps) {
  const t = useTranslations('agents')
  const common = useTranslations('common')
  switch (name) {
    case 'approvalRequired':
    case 'autoTrigger':
      return (
        <Switch checked={values[name]} onChange={(event) => set(name, event.target.checked)}>
          {common(values[name] ? 'on' : 'off')}
        </Switch>
      )
    case 'maxActionsPerHour':
      return <Input inputMode="numeric" value={values[name]} onChange={(event) => set(name, event.target.value)} className="w-[140px] nums" />
    case 'trustCeiling':
      return (
        <Select value={values[name]} onChange={(event) => set(name, event.target.value)} className="max-w-[280px]">
          {LEVELS.map((level) => (
            <option key={level} value={level}>{`L${level} · ${t(`levels.${level}`)}`}</option>
          ))}
        </Select>
      )
    case 'allowedTools':
    case 'blockedTools':
      return (
        <TagInput
          key={`${JSON.stringify(stored[name])}${epoch}`}
          defaultValue={values[name]}
          suggestions={toolIds}
          tone={name === 'blockedTools' ? 'bad' : 'neutral'}
          placeholder={t(`setting.${name}.placeholder`)}
          onChange={(next) => set(name, next)}
        />
      )
    case 'customPrompt':
      return <Textarea dir="auto" maxLength={20_000} value={values[name]} onChange={(event) => set(name, event.target.value)} />
    case 'settings':
      return (
        <Textarea spellCheck={false} value={values[name]} onChange={(event) => set(name, event.target.value)} className="font-mono text-13 ltr" />
      )
  }
}

/** Every setting: what it is called, what it does, and what it would have done last week. */
export function SettingsFields(props: SettingsFieldsProps) {
  const t = useTranslations('agents.setting')
  const { stored, values, week } = props
  return SETTINGS.map((name) => (
    <Field
      key={name}
      name={name}
      layout="row"
      label={t(`${name}.label`)}
      description={t(`${name}.about`)}
      effect={hasHint(name, values, week) && <SettingHint name={name} stored={stored} values={values} week={week} />}
    >
      <Control {...props} name={name} />
    </Field>
  ))
}
