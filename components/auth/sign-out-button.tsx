'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { SubmitButton } from '@/components/ui/submit-button'

export function SignOutButton({ action, email }: { action: FormAction; email: string }) {
  const t = useTranslations('signIn')
  return (
    <ActionForm action={action} className="mt-4 gap-2 text-13 text-ink-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <bdi className="break-all">{t('signedInAs', { email })}</bdi>
        <SubmitButton variant="link" size="sm">
          {t('signOut')}
        </SubmitButton>
      </p>
    </ActionForm>
  )
}
