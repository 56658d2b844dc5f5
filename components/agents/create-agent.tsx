'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import { SubmitButton } from '@/components/ui/submit-button'
import { DetailFields, NameAndId, type Owner } from './agent-fields'

export function CreateAgent({ action, owners }: { action: FormAction<unknown>; owners: readonly Owner[] }) {
  const t = useTranslations('agents')
  const common = useTranslations('common')
  return (
    <Dialog trigger={<Button variant="primary">{t('create.button')}</Button>} title={t('create.title')} description={t('create.about')}>
      <ActionForm action={action}>
        <NameAndId />
        <DetailFields owners={owners} />
        <DialogActions>
          <DialogClose render={<Button />}>{common('cancel')}</DialogClose>
          <SubmitButton>{t('create.submit')}</SubmitButton>
        </DialogActions>
      </ActionForm>
    </Dialog>
  )
}
