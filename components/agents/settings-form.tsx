'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { FormContext, useFormState } from '@/components/ui/form-context'
import { FormError } from '@/components/ui/form-error'
import { toast } from '@/components/ui/toast'
import type { WeekOfUse } from '@/lib/agents/history'
import { SaveBar } from './save-bar'
import { SettingsConflict } from './settings-conflict'
import { SettingsFields } from './settings-fields'
import { changed, typedDraft, type SettingName, type SettingsValues } from './settings-values'

interface SettingsFormProps {
  agentId: string
  version: number
  stored: SettingsValues
  /** Who saved the stored version last. */
  by: string | null
  toolIds: readonly string[]
  week: WeekOfUse
  action: FormAction<unknown>
}

export function SettingsForm({ action, ...props }: SettingsFormProps) {
  const t = useTranslations('common')
  return (
    <ActionForm action={action} onSuccess={() => toast.success(t('saved'), { position: 'top-center' })} showError={false} className="gap-0">
      <Draft {...props} />
    </ActionForm>
  )
}

/** Only what was touched is a draft; everything else always shows what is stored, also after a conflict. */
function Draft({ agentId, version, stored, by, toolIds, week }: Omit<SettingsFormProps, 'action'>) {
  const t = useTranslations('agents.setting')
  const { result, pending } = useFormState()
  const [dismissed, setDismissed] = useState<typeof result>(null)
  const [draft, setDraft] = useState<Partial<SettingsValues>>(() => typedDraft(result))
  const [begun, setBegun] = useState(stored)
  const [seen, setSeen] = useState(result)
  const [epoch, setEpoch] = useState(0)

  const dirty = changed(draft, stored)
  const clean = () => {
    setDraft({})
    setBegun(stored)
    setEpoch((before) => before + 1)
    setDismissed(result)
  }
  if (result !== seen) {
    setSeen(result)
    if (result?.ok) clean()
  } else if (dirty.length === 0 && begun !== stored) setBegun(stored)

  const values = { ...stored, ...draft }
  const set = <K extends SettingName>(name: K, value: SettingsValues[K]) => setDraft((before) => ({ ...before, [name]: value }))
  const conflict = result && !result.ok && result.code === 'conflict' && dirty.length > 0
  return (
    <FormContext value={{ result: result === dismissed ? null : result, pending }}>
      <input type="hidden" name="agentId" value={agentId} />
      <input type="hidden" name="version" value={version} />
      {dirty.map((name) => (
        <input key={name} type="hidden" name="changed" value={name} />
      ))}
      <div className="mt-4 empty:hidden">{conflict ? <SettingsConflict before={begun} now={stored} by={by} /> : <FormError />}</div>
      <SettingsFields {...{ stored, values, set, toolIds, week, epoch }} />
      <SaveBar fields={dirty.map((name) => t(`${name}.label`).toLocaleLowerCase())} discard={clean} />
    </FormContext>
  )
}
