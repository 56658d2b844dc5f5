'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'

interface RevokeButtonProps {
  action: FormAction
  sessionId: string
  userId?: string
  device: string
}

export function RevokeButton({ action, sessionId, userId, device }: RevokeButtonProps) {
  const t = useTranslations('account.sessions')
  return (
    <ActionForm
      action={action}
      showError={false}
      onSuccess={() => toast.success(t('revoked'))}
      onFailure={({ message }) => toast.error(message)}
    >
      <input type="hidden" name="sessionId" value={sessionId} />
      {userId && <input type="hidden" name="userId" value={userId} />}
      <SubmitButton variant="secondary" size="sm" aria-label={t('revokeOne', { device })}>
        {t('revoke')}
      </SubmitButton>
    </ActionForm>
  )
}
