'use client'
import { useTranslations } from 'next-intl'
import { VisibleText } from '@/components/ui/visible-text'
import type { WeekOfUse } from '@/lib/agents/history'
import { SettingHint } from './settings-hints'
import { SETTINGS, type SettingName, type SettingsValues } from './settings-values'

function Shown({ name, values }: { name: SettingName; values: SettingsValues }) {
  const t = useTranslations('agents')
  const common = useTranslations('common')
  const value = values[name]
  if (typeof value === 'boolean') return <>{common(value ? 'on' : 'off')}</>
  if (name === 'trustCeiling') return <>{`L${String(value)} · ${t(`levels.${value as '0'}`)}`}</>
  if (typeof value !== 'string') {
    if (value.length === 0) return <span className="text-ink-3">{t(`setting.${name as 'allowedTools'}.placeholder`)}</span>
    return <code className="text-13 break-words">{value.join(', ')}</code>
  }
  if (value === '') return <span className="text-ink-3">{common('none')}</span>
  return name === 'settings' ? <pre className="text-start text-13 whitespace-pre-wrap ltr">{value}</pre> : <VisibleText text={value} />
}

/** The settings for those who may only read them. */
export function SettingsRead({ values, week }: { values: SettingsValues; week: WeekOfUse }) {
  const t = useTranslations('agents.setting')
  return (
    <dl>
      {SETTINGS.map((name) => (
        <div key={name} className="grid gap-x-6 gap-y-2 border-b border-line py-4 last:border-0 md:grid-cols-[220px_minmax(0,1fr)]">
          <dt>
            <span className="font-medium">{t(`${name}.label`)}</span>
            <span className="mt-[3px] block text-13 text-ink-2">{t(`${name}.about`)}</span>
          </dt>
          <dd className="min-w-0">
            <Shown name={name} values={values} />
            <div className="mt-[7px] text-13 text-ink-2 [&_b]:font-medium [&_b]:text-ink">
              <SettingHint name={name} stored={values} values={values} week={week} />
            </div>
          </dd>
        </div>
      ))}
    </dl>
  )
}
