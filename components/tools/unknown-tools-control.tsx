'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'
import type { UnknownTools } from '@/lib/workspaces/set-unknown-tools'

export function UnknownToolsControl({ value, action }: { value: UnknownTools; action: FormAction<unknown> }) {
  const t = useTranslations('tools.unknown')
  const common = useTranslations('common')
  return (
    <ActionForm action={action} onSuccess={() => toast.success(common('saved'))}>
      <Field name="unknownTools" label={t('label')} description={t('about')} className="max-w-[40em]">
        <div className="flex flex-wrap items-center gap-2">
          <Select key={value} defaultValue={value} className="w-auto min-w-56">
            <option value="review">{t('review')}</option>
            <option value="deny">{t('deny')}</option>
          </Select>
          <SubmitButton variant="secondary">{common('save')}</SubmitButton>
        </div>
      </Field>
    </ActionForm>
  )
}
