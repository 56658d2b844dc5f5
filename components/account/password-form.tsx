'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'

interface PasswordFormProps {
  action: FormAction
  email: string
  /** Off while a one-time password is being replaced: it was typed a moment ago. */
  askCurrent: boolean
}

export function PasswordForm({ action, email, askCurrent }: PasswordFormProps) {
  const t = useTranslations('account.password')
  const one = { type: 'password', dir: 'ltr', required: true, maxLength: 256 } as const
  return (
    <ActionForm action={action} resetOnSuccess onSuccess={() => toast.success(t('changed'))}>
      <input type="text" value={email} readOnly autoComplete="username" hidden />
      {askCurrent && (
        <Field name="currentPassword" label={t('current')}>
          <Input {...one} maxLength={1024} autoComplete="current-password" />
        </Field>
      )}
      <Field name="newPassword" label={t('new')} description={t('rule')}>
        <Input {...one} autoComplete="new-password" />
      </Field>
      <Field name="newPasswordAgain" label={t('again')}>
        <Input {...one} autoComplete="new-password" />
      </Field>
      <div className={askCurrent ? undefined : 'grid'}>
        <SubmitButton variant={askCurrent ? 'secondary' : 'primary'}>{t('submit')}</SubmitButton>
      </div>
    </ActionForm>
  )
}
