'use client'
import { useTranslations } from 'next-intl'
import { ChangedField } from './change-value'
import { changed, type SettingsValues } from './settings-values'

/** Somebody saved first: who, what they changed, and that nothing typed is lost. */
export function SettingsConflict({ before, now, by }: { before: SettingsValues; now: SettingsValues; by: string | null }) {
  const t = useTranslations('agents')
  return (
    <div role="alert" tabIndex={-1} data-form-error className="rounded-card bg-warn-soft px-3.5 py-2.5 text-13 text-ink">
      <p className="font-medium">{t('conflict.title', { by: by ?? '' })}</p>
      <ul className="my-1 text-ink-2">
        {changed(now, before).map((name) => (
          <li key={name}>
            <ChangedField change={{ field: t(`setting.${name}.label`), old: before[name], new: now[name] }} />
          </li>
        ))}
      </ul>
      <p className="text-ink-2">{t('conflict.next')}</p>
    </div>
  )
}
