'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { AlertDialog, AlertDialogCancel } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { SubmitButton } from '@/components/ui/submit-button'

export function ArchiveAgent({ agentId, action }: { agentId: string; action: FormAction<unknown> }) {
  const t = useTranslations('agents.archive')
  const common = useTranslations('common')
  return (
    <AlertDialog trigger={<Button variant="danger">{t('button')}</Button>} title={t('title', { id: agentId })} description={t('effect')}>
      <ActionForm action={action}>
        <input type="hidden" name="agentId" value={agentId} />
        <DialogActions>
          <AlertDialogCancel render={<Button />}>{common('cancel')}</AlertDialogCancel>
          <SubmitButton variant="destructive">{t('button')}</SubmitButton>
        </DialogActions>
      </ActionForm>
    </AlertDialog>
  )
}
