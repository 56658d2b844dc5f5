'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { AlertDialog, AlertDialogCancel } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'

interface RevokeKeyProps {
  keyId: string
  name: string
  prefix: string
  /** Then only the end of its own dialog is left to show. */
  revoked: boolean
  action: FormAction<unknown>
}

export function RevokeKey({ keyId, name, prefix, revoked, action }: RevokeKeyProps) {
  const t = useTranslations('agents.keys')
  const common = useTranslations('common')
  const [open, setOpen] = useState(false)
  const done = () => {
    setOpen(false)
    toast.success(t('revokedToast', { name }))
  }
  return (
    <AlertDialog
      open={open}
      onOpenChange={setOpen}
      trigger={revoked ? undefined : <Button variant="danger" size="sm" aria-label={t('revokeNamed', { name })}>{t('revoke')}</Button>}
      title={t('revokeTitle', { name })}
      description={t('revokeEffect', { prefix })}
    >
      <ActionForm action={action} onSuccess={done}>
        <input type="hidden" name="keyId" value={keyId} />
        <DialogActions>
          <AlertDialogCancel render={<Button />}>{common('cancel')}</AlertDialogCancel>
          <SubmitButton variant="destructive">{t('revoke')}</SubmitButton>
        </DialogActions>
      </ActionForm>
    </AlertDialog>
  )
}
