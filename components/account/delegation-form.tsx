'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import { Timestamp } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'

interface DelegationFormProps {
  choices: readonly { id: string; name: string; email: string }[]
  current: { name: string; startsAt: number; endsAt: number } | null
  create: FormAction
  end: FormAction
}

/** Who stands in for oneself, from a day to a day. */
export function DelegationForm({ choices, current, create, end }: DelegationFormProps) {
  const t = useTranslations('account.delegation')
  if (current) {
    return (
      <ActionForm action={end} onSuccess={() => toast.success(t('ended'))} className="flex-row flex-wrap items-center gap-3">
        <p>{t.rich('is', { name: current.name, b: (text) => <b className="font-medium"><bdi>{text}</bdi></b>, from: () => <Timestamp at={current.startsAt} />, until: () => <Timestamp at={current.endsAt} /> })}</p>
        <SubmitButton variant="secondary" size="sm">{t('end')}</SubmitButton>
      </ActionForm>
    )
  }
  if (choices.length === 0) return <p className="text-13 text-ink-2">{t('nobody')}</p>
  return (
    <ActionForm action={create} onSuccess={() => toast.success(t('created'))} className="flex-row flex-wrap items-end gap-3">
      <Field name="delegate" label={t('who')}>
        <Select required defaultValue="" className="w-56">
          <option value="" disabled>{t('choose')}</option>
          {choices.map(({ id, name, email }) => <option key={id} value={id}>{name} ({email})</option>)}
        </Select>
      </Field>
      <Field name="from" label={t('from')}><Input type="date" required className="w-40" /></Field>
      <Field name="until" label={t('until')}><Input type="date" required className="w-40" /></Field>
      <SubmitButton variant="secondary">{t('submit')}</SubmitButton>
    </ActionForm>
  )
}
