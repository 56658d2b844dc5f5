'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog, DialogActions, DialogClose } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'
import type { Candidate, GroupRow } from '@/lib/groups/queries'

interface GroupDialogProps {
  action: FormAction
  candidates: readonly Candidate[]
  /** The one to change; a new one without it. */
  group?: GroupRow
}

export function GroupDialog({ action, candidates, group }: GroupDialogProps) {
  const t = useTranslations('team.groups')
  const common = useTranslations('common')
  const [open, setOpen] = useState(false)
  const held = group?.members.map(({ id }) => id) ?? []
  const [ticked, setTicked] = useState(held)
  const toggle = (next: boolean) => {
    if (next) setTicked(held)
    setOpen(next)
  }
  const able = candidates.filter(({ id, decides }) => decides && ticked.includes(id)).length
  const required = group?.required ?? 0
  const done = () => {
    toast.success(common('saved'))
    setOpen(false)
  }
  return (
    <Dialog
      trigger={group ? <Button size="sm" aria-label={t('editNamed', { name: group.name })}>{t('edit')}</Button> : <Button>{t('create')}</Button>}
      open={open}
      onOpenChange={toggle}
      title={group ? group.name : t('create')}
      description={t('dialogAbout')}
    >
      <ActionForm action={action} onSuccess={done}>
        {group ? (
          <input type="hidden" name="groupId" value={group.id} />
        ) : (
          <Field name="id" label={t('id')} description={t('idAbout')}>
            <Input required maxLength={63} placeholder="finance" className="font-mono text-13 ltr" spellCheck={false} autoCapitalize="none" autoComplete="off" />
          </Field>
        )}
        <Field name="name" label={t('name')}>
          <Input required={group !== undefined} maxLength={200} defaultValue={group?.name} placeholder={group ? undefined : t('nameAsId')} autoComplete="off" dir="auto" />
        </Field>
        <fieldset className="min-w-0">
          <legend className="mb-1.5 text-13 font-medium">{t('members')}</legend>
          <div className="max-h-64 overflow-y-auto rounded-control border border-line px-3 py-1">
            {candidates.map(({ id, name, email, decides }) => (
              <label key={id} className="flex items-start gap-2.5 py-1.5">
                <Checkbox
                  name="members"
                  value={id}
                  defaultChecked={held.includes(id)}
                  className="mt-[3px]"
                  onChange={(event) => setTicked((before) => (event.target.checked ? [...before, id] : before.filter((one) => one !== id)))}
                />
                <span className="min-w-0">
                  <bdi className="text-14">{name}</bdi>
                  <bdi className="block text-12 break-all text-ink-2">{email}</bdi>
                  {!decides && <span className="block text-12 text-ink-3">{t('noReviewer')}</span>}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        {held.map((id) => <input key={id} type="hidden" name="was" value={id} />)}
        <p aria-live="polite" className="text-13 text-warn empty:hidden">
          {able < required && (able === 0 ? t('nobodyLong', { count: group?.tools.length ?? 0 }) : t('tooFewLong', { required, able }))}
        </p>
        <DialogActions>
          <DialogClose render={<Button />}>{common('cancel')}</DialogClose>
          <SubmitButton>{group ? common('save') : t('submit')}</SubmitButton>
        </DialogActions>
      </ActionForm>
    </Dialog>
  )
}
