'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { useFormState } from '@/components/ui/form-context'
import { Textarea } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'
import { toast } from '@/components/ui/toast'

const OUTCOMES = ['succeeded', 'failed'] as const

/** A person says what became of an action whose result never came. */
export function SettleForm({ actionId, action }: { actionId: string; action: FormAction<unknown> }) {
  const t = useTranslations('actions.settle')
  return (
    <ActionForm action={action} onSuccess={() => toast.success(t('done'))}>
      <input type="hidden" name="action" value={actionId} />
      <Choices />
      <Field name="note" label={t('note')} description={t('noteAbout')}>
        <Textarea required maxLength={4000} dir="auto" rows={3} />
      </Field>
      <div>
        <SubmitButton variant="primary">{t('submit')}</SubmitButton>
      </div>
    </ActionForm>
  )
}

function Choices() {
  const t = useTranslations('actions.settle')
  const { result } = useFormState()
  const typed = result && !result.ok ? result.values.outcome : undefined
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0">
      <legend className="mb-1.5 p-0 text-13 font-medium">{t('outcome')}</legend>
      <div className="grid gap-2.5 sm:grid-cols-2">
        {OUTCOMES.map((outcome) => (
          <label key={outcome} className="block cursor-pointer">
            <Card className="flex h-full gap-2.5 px-3 py-2.5 shadow-none has-checked:border-accent has-checked:bg-accent-soft">
              <input type="radio" name="outcome" value={outcome} required defaultChecked={typed === outcome} className="mt-[3px] size-4 shrink-0 accent-[var(--accent)]" />
              <span className="min-w-0">
                <span className="block font-medium">{t(outcome)}</span>
                <span className="block text-13 text-ink-2">{t(`${outcome}About`)}</span>
              </span>
            </Card>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
