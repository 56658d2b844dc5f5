'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { DialogActions } from '@/components/ui/dialog'
import { SubmitButton } from '@/components/ui/submit-button'
import { OneTimePassword } from './one-time-password'

interface Reset {
  email: string
  oneTimePassword: string
}

export function ResetPasswordDialog({ action, userId, name }: { action: FormAction<Reset>; userId: string; name: string }) {
  const t = useTranslations('team.reset')
  const common = useTranslations('common')
  const done = useTranslations('team.invite')
  const [open, setOpen] = useState(false)
  const [reset, setReset] = useState<Reset | null>(null)

  function toggle(next: boolean) {
    if (next) setReset(null)
    setOpen(next)
  }

  return (
    <AlertDialog
      trigger={<Button size="sm">{t('open')}</Button>}
      open={open}
      onOpenChange={toggle}
      title={reset ? t('doneTitle', { email: reset.email }) : t('title', { name })}
      description={reset ? undefined : t('warning')}
    >
      {reset ? (
        <>
          <OneTimePassword password={reset.oneTimePassword} />
          <DialogActions>
            <Button variant="primary" onClick={() => toggle(false)}>
              {done('close')}
            </Button>
          </DialogActions>
        </>
      ) : (
        <ActionForm action={action} onSuccess={setReset}>
          <input type="hidden" name="userId" value={userId} />
          <DialogActions>
            <Button onClick={() => toggle(false)}>{common('cancel')}</Button>
            <SubmitButton variant="destructive">{t('submit')}</SubmitButton>
          </DialogActions>
        </ActionForm>
      )}
    </AlertDialog>
  )
}
