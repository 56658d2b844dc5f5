'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'

interface SignInFormProps {
  action: FormAction
  /** Why next-auth's own endpoint sent the person here. */
  refusal: string | null
  /** The page they were going to. */
  next: string | null
}

/** A wrong password is emptied, the e-mail stays. */
export function SignInForm({ action, refusal, next }: SignInFormProps) {
  const t = useTranslations('signIn')
  const password = useRef<HTMLInputElement>(null)
  const email = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (document.activeElement === document.body) email.current?.focus()
  }, [])

  function emptyPassword() {
    if (password.current) password.current.value = ''
  }

  return (
    <ActionForm action={action} onFailure={emptyPassword}>
      {refusal && (
        <p role="alert" className="rounded-card bg-bad-soft px-3.5 py-2.5 text-13 text-bad [[data-form-error]+&]:hidden">
          {refusal}
        </p>
      )}
      {next && <input type="hidden" name="next" value={next} />}
      <Field name="email" label={t('email')}>
        <Input ref={email} type="email" dir="ltr" className="text-start" autoComplete="username" required maxLength={254} />
      </Field>
      <Field name="password" label={t('password')}>
        <Input ref={password} type="password" dir="ltr" autoComplete="current-password" required maxLength={1024} />
      </Field>
      <SubmitButton className="w-full">{t('submit')}</SubmitButton>
    </ActionForm>
  )
}
