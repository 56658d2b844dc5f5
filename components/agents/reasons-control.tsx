'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'

/** What reviewers choose from when they reject, for the whole workspace. */
export function ReasonsControl({ reasons, action }: { reasons: readonly string[]; action: FormAction }) {
  const t = useTranslations('agents.reasons')
  const common = useTranslations('common')
  return (
    <ActionForm action={action} onSuccess={() => toast.success(common('saved'))} className="max-w-[40em]">
      <Field name="reasons" label={t('label')} description={t('about')}>
        <Textarea key={reasons.join()} dir="auto" rows={5} maxLength={3000} defaultValue={reasons.join('\n')} />
      </Field>
      <SubmitButton variant="secondary" className="self-start">{common('save')}</SubmitButton>
    </ActionForm>
  )
}
