'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'

export function RevokeOthersButton({ action }: { action: FormAction }) {
  const t = useTranslations('account.sessions')
  return (
    <ActionForm action={action} className="mt-3 items-start" onSuccess={() => toast.success(t('revokedOthers'))}>
      <SubmitButton variant="danger" size="sm">
        {t('revokeOthers')}
      </SubmitButton>
    </ActionForm>
  )
}
