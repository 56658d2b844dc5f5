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

export function RemovePasskeysDialog({ action, userId, name }: { action: FormAction; userId: string; name: string }) {
  const t = useTranslations('team.passkeys')
  const common = useTranslations('common')
  const [open, setOpen] = useState(false)
  /** Said here: what was removed takes this form with it. */
  const remove: FormAction = async (previous, data) => {
    const result = await action(previous, data)
    if (result.ok) toast.success(t('done'))
    return result
  }
  return (
    <AlertDialog
      trigger={
        <Button size="sm" variant="danger">
          {t('open')}
        </Button>
      }
      open={open}
      onOpenChange={setOpen}
      title={t('title', { name })}
      description={t('warning')}
    >
      <ActionForm action={remove}>
        <input type="hidden" name="userId" value={userId} />
        <DialogActions>
          <Button onClick={() => setOpen(false)}>{common('cancel')}</Button>
          <SubmitButton variant="destructive">{t('submit')}</SubmitButton>
        </DialogActions>
      </ActionForm>
    </AlertDialog>
  )
}
