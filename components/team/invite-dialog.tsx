'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import type { CreatedUser } from '@/lib/users/create'
import { OneTimePassword } from './one-time-password'
import { RoleBoxes } from './role-boxes'

export function InviteDialog({ action }: { action: FormAction<CreatedUser> }) {
  const t = useTranslations('team.invite')
  const common = useTranslations('common')
  const [open, setOpen] = useState(false)
  const [invited, setInvited] = useState<CreatedUser | null>(null)

  function toggle(next: boolean) {
    if (next) setInvited(null)
    setOpen(next)
  }

  return (
    <Dialog
      trigger={<Button variant="primary">{t('open')}</Button>}
      open={open}
      onOpenChange={toggle}
      title={invited ? t('doneTitle', { email: invited.email }) : t('title')}
      description={invited ? undefined : t('about')}
    >
      {invited ? (
        <>
          {invited.oneTimePassword ? (
            <OneTimePassword password={invited.oneTimePassword} />
          ) : (
            <p className="text-ink-2">{t('existing', { email: invited.email })}</p>
          )}
          <DialogActions>
            <DialogClose render={<Button variant="primary" />}>{t('close')}</DialogClose>
          </DialogActions>
        </>
      ) : (
        <ActionForm action={action} onSuccess={setInvited}>
          <Field name="email" label={t('email')}>
            <Input type="email" dir="ltr" required maxLength={254} autoComplete="off" />
          </Field>
          <Field name="name" label={t('name')}>
            <Input required maxLength={200} autoComplete="off" dir="auto" />
          </Field>
          <RoleBoxes held={['reviewer']} legend={t('roles')} />
          <DialogActions>
            <DialogClose render={<Button />}>{common('cancel')}</DialogClose>
            <SubmitButton>{t('submit')}</SubmitButton>
          </DialogActions>
        </ActionForm>
      )}
    </Dialog>
  )
}
