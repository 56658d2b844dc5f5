'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import type { GroupRow } from '@/lib/groups/queries'
import { ToolFields } from './tool-fields'

export function CreateTool({ action, groups }: { action: FormAction<unknown>; groups: readonly GroupRow[] }) {
  const t = useTranslations('tools')
  const common = useTranslations('common')
  return (
    <Dialog trigger={<Button variant="primary">{t('create.button')}</Button>} title={t('create.title')} description={t('create.about')} className="max-w-[560px]">
      <ActionForm action={action}>
        <Field name="id" label={t('field.id')} description={t('field.idAbout')}>
          <Input required maxLength={128} placeholder="issue_refund" className="font-mono text-13 ltr" spellCheck={false} autoCapitalize="none" autoComplete="off" />
        </Field>
        <ToolFields groups={groups} />
        <DialogActions>
          <DialogClose render={<Button />}>{common('cancel')}</DialogClose>
          <SubmitButton>{t('create.submit')}</SubmitButton>
        </DialogActions>
      </ActionForm>
    </Dialog>
  )
}
