'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'

/** How long "Undo" stays after an approval, for the whole workspace. */
export function HoldControl({ seconds, action }: { seconds: number; action: FormAction<unknown> }) {
  const t = useTranslations('agents.hold')
  const common = useTranslations('common')
  return (
    <ActionForm action={action} onSuccess={() => toast.success(common('saved'))}>
      <Field name="seconds" label={t('label')} description={t('about')} className="max-w-[40em]">
        <div className="flex items-center gap-2">
          <Input key={seconds} id="hold-seconds" name="seconds" inputMode="numeric" required defaultValue={seconds} aria-label={t('label')} className="w-20 nums" />
          <span className="text-13 text-ink-2">{t('unit')}</span>
          <SubmitButton variant="secondary" className="ms-2">{common('save')}</SubmitButton>
        </div>
      </Field>
    </ActionForm>
  )
}
