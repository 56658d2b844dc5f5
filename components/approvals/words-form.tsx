'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, type ComponentProps, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { buttonStyles } from '@/components/ui/button-styles'
import { cn } from '@/components/ui/cn'
import { Field } from '@/components/ui/field'
import { FormContext, useFormState } from '@/components/ui/form-context'
import { Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { SubmitButton } from '@/components/ui/submit-button'
import { ReasonPicker, useReasonKeys } from './reason-picker'

interface WordsFormProps extends Pick<ComponentProps<'form'>, 'action' | 'onSubmit' | 'className'> {
  decision: 'reply' | 'reject'
  locked: boolean
  children: ReactNode
}

const KEYS = { reply: 'M', reject: 'R' } as const

/** Reply and reject need words: a button that opens a form above the bar. A plain disclosure, so it opens without scripts. */
export function WordsForm({ decision, locked, className, children, ...form }: WordsFormProps) {
  const t = useTranslations('approvals.decide')
  const chooseByKey = useReasonKeys()
  const details = useRef<HTMLDetailsElement>(null)
  const { result, pending } = useFormState()
  const mine = result && !result.ok && result.values.decision === decision
  const close = () => {
    if (details.current) details.current.open = false
    details.current?.querySelector('summary')?.focus()
  }
  useEffect(() => {
    if (mine) details.current?.querySelector('textarea')?.focus()
  }, [mine])

  return (
    <details
      ref={details}
      name="words"
      open={mine || undefined}
      data-decision={decision}
      className="group/words max-lg:flex-1"
      onToggle={({ currentTarget }) => {
        // It comes late: by then keys may have chosen the words, sent them and gone on to the next row.
        const { activeElement: at, body } = document
        const here = at === body || (currentTarget.contains(at) && !currentTarget.querySelector('form')?.contains(at))
        if (currentTarget.open && here) currentTarget.querySelector('textarea')?.focus()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !details.current?.open) return
        event.stopPropagation()
        close()
      }}
    >
      <summary
        className={cn(buttonStyles({ variant: decision === 'reject' ? 'danger' : 'secondary' }), 'list-none group-open/words:bg-hover [&::-webkit-details-marker]:hidden', className)}
      >
        {t(decision)} <Kbd>{KEYS[decision]}</Kbd>
      </summary>
      <div className="absolute inset-x-0 bottom-full border-t border-line bg-panel px-4 py-3.5 shadow-pop lg:px-9">
        <form {...form} className="flex max-w-[640px] flex-col gap-3">
          {/* What was refused in the other form is no matter of this one. */}
          <FormContext value={{ result: mine ? result : null, pending }}>
            {children}
            {decision === 'reject' && <ReasonPicker />}
            <Field name="comment" label={t(`words.${decision}`)} description={t(`words.${decision}About`)}>
              <Textarea
                required
                maxLength={4000}
                dir="auto"
                rows={3}
                onKeyDown={(event) => {
                  if (decision === 'reject') chooseByKey(event)
                  submitOnEnter(event)
                }}
              />
            </Field>
            <div className="flex gap-2">
              <SubmitButton variant={decision === 'reject' ? 'destructive' : 'primary'} disabled={locked}>
                {t(`words.${decision}Submit`)}
              </SubmitButton>
              <Button variant="ghost" onClick={close}>{t('cancel')}</Button>
            </div>
          </FormContext>
        </form>
      </div>
    </details>
  )
}

/** Ctrl or Command with Enter sends. */
function submitOnEnter(event: React.KeyboardEvent<HTMLTextAreaElement>) {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit()
}
