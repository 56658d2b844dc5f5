'use client'
import { useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'
import type { GroupRow } from '@/lib/groups/queries'
import type { ToolRow } from '@/lib/tools/queries'
import { ToolFields } from './tool-fields'

/** Saves only what was touched: after a conflict the other fields keep what somebody else stored. */
export function ToolForm({ tool, groups, action }: { tool: ToolRow; groups: readonly GroupRow[]; action: FormAction<unknown> }) {
  const t = useTranslations('tools')
  const common = useTranslations('common')
  const [touched, setTouched] = useState<readonly string[]>([])
  const [saves, setSaves] = useState(0)
  const touch = (event: FormEvent<HTMLFormElement>) => {
    const { name } = event.target as HTMLInputElement
    if (name) setTouched((before) => (before.includes(name) ? before : [...before, name]))
  }
  const saved = () => {
    setTouched([])
    setSaves((before) => before + 1)
    toast.success(common('saved'))
  }
  return (
    <ActionForm action={action} onSuccess={saved} onChange={touch} className="max-w-[560px]">
      <input type="hidden" name="toolId" value={tool.id} />
      <input type="hidden" name="version" value={tool.version} />
      {touched.map((name) => (
        <input key={name} type="hidden" name="changed" value={name} />
      ))}
      {tool.discovered && <p className="rounded-card bg-warn-soft px-3.5 py-2.5 text-13 text-warn">{t('discoveredAbout')}</p>}
      <ToolFields key={saves} values={tool} groups={groups} />
      <SubmitButton className="self-start">{tool.discovered ? t('confirm') : common('save')}</SubmitButton>
    </ActionForm>
  )
}
