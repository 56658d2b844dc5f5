'use client'
import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

/** The current password, asked for once more; the hidden name lets a password manager fill it. */
export function PasswordField({ email }: { email: string }) {
  const t = useTranslations('account.password')
  return (
    <>
      <input type="text" value={email} readOnly autoComplete="username" hidden />
      <Field name="currentPassword" label={t('current')}>
        <Input type="password" dir="ltr" required maxLength={1024} autoComplete="current-password" />
      </Field>
    </>
  )
}
