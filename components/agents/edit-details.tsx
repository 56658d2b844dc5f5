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
import { toast } from '@/components/ui/toast'
import { DetailFields, type Owner } from './agent-fields'

interface EditDetailsProps {
  agentId: string
  values: { name: string; description: string; team: string; ownerId: string | null }
  owners: readonly Owner[]
  action: FormAction<unknown>
}

export function EditDetails({ agentId, values, owners, action }: EditDetailsProps) {
  const t = useTranslations('agents')
  const common = useTranslations('common')
  const [open, setOpen] = useState(false)
  const saved = () => {
    setOpen(false)
    toast.success(common('saved'))
  }
  return (
    <Dialog open={open} onOpenChange={setOpen} trigger={<Button size="sm">{t('details.edit')}</Button>} title={t('details.title')}>
      <ActionForm action={action} onSuccess={saved}>
        <input type="hidden" name="agentId" value={agentId} />
        <Field name="name" label={t('fields.name')}>
          <Input required maxLength={200} defaultValue={values.name} autoComplete="off" />
        </Field>
        <DetailFields owners={owners} values={values} />
        <DialogActions>
          <DialogClose render={<Button />}>{common('cancel')}</DialogClose>
          <SubmitButton>{common('save')}</SubmitButton>
        </DialogActions>
      </ActionForm>
    </Dialog>
  )
}
