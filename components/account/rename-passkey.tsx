'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'

export function RenamePasskey({ action, id, name }: { action: FormAction; id: string; name: string }) {
  const t = useTranslations('account.passkeys')
  const common = useTranslations('common')
  const [open, setOpen] = useState(false)
  function renamed() {
    setOpen(false)
    toast.success(t('renamed'))
  }
  return (
    <Dialog
      trigger={<Button size="sm" aria-label={t('renameOne', { name })}>{t('rename')}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={t('renameTitle')}
    >
      <ActionForm action={action} onSuccess={renamed}>
        <input type="hidden" name="passkeyId" value={id} />
        <Field name="name" label={t('name')} description={t('nameAbout')}>
          <Input defaultValue={name} required maxLength={100} dir="auto" autoComplete="off" />
        </Field>
        <DialogActions>
          <Button onClick={() => setOpen(false)}>{common('cancel')}</Button>
          <SubmitButton>{common('save')}</SubmitButton>
        </DialogActions>
      </ActionForm>
    </Dialog>
  )
}
