'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'
import { PasswordField } from './password-field'

interface RemovePasskeyProps {
  action: FormAction
  id: string
  name: string
  email: string
}

export function RemovePasskey({ action, id, name, email }: RemovePasskeyProps) {
  const t = useTranslations('account.passkeys')
  const common = useTranslations('common')
  const [open, setOpen] = useState(false)
  /** Said here: what was removed takes this form with it. */
  const remove: FormAction = async (previous, data) => {
    const result = await action(previous, data)
    if (result.ok) toast.success(t('removed'))
    return result
  }
  return (
    <AlertDialog
      trigger={<Button size="sm" variant="danger" aria-label={t('removeOne', { name })}>{common('remove')}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={t('removeTitle', { name })}
      description={t('removeAbout')}
    >
      <ActionForm action={remove}>
        <input type="hidden" name="passkeyId" value={id} />
        <PasswordField email={email} />
        <DialogActions>
          <Button onClick={() => setOpen(false)}>{common('cancel')}</Button>
          <SubmitButton variant="destructive">{common('remove')}</SubmitButton>
        </DialogActions>
      </ActionForm>
    </AlertDialog>
  )
}
