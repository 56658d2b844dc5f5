'use client'
import { useTranslations } from 'next-intl'
import type { KeyboardEvent } from 'react'
import { Kbd } from '@/components/ui/kbd'
import { useQueue } from './queue-context'

/** Puts a reason into the field of this form and goes on to its button; the text can still be changed. */
function choose(form: HTMLFormElement | null | undefined, reason: string) {
  const field = form?.querySelector('textarea')
  if (!field) return
  field.value = reason
  form?.querySelector<HTMLElement>('button[type=submit]')?.focus()
}

/** While the field is empty, a number key chooses; from then on it types. */
export function useReasonKeys() {
  const { reasons, hotkeys } = useQueue()
  return (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const field = event.currentTarget
    const reason = /^[1-9]$/.test(event.key) ? reasons[Number(event.key) - 1] : undefined
    if (!hotkeys || !reason || field.value !== '' || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    choose(field.form, reason)
  }
}

/** The reasons at hand, one for each number key. */
export function ReasonPicker() {
  const t = useTranslations('approvals.reasons')
  const { reasons, hotkeys } = useQueue()
  if (reasons.length === 0) return null
  return (
    <div role="group" aria-label={t('label')} className="flex flex-wrap gap-1.5">
      {reasons.map((reason, index) => (
        <button
          key={reason}
          type="button"
          onClick={(event) => choose(event.currentTarget.form, reason)}
          className="inline-flex min-h-[26px] max-w-full items-center gap-1.5 rounded-full border border-line px-2.5 text-start text-12 text-ink-2 hover:border-line-strong hover:text-ink pointer-coarse:min-h-9"
        >
          {hotkeys && <Kbd>{String(index + 1)}</Kbd>}
          <span dir="auto" className="min-w-0 truncate">{reason}</span>
        </button>
      ))}
    </div>
  )
}
