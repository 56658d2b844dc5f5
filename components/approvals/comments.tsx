'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button'

/** Where reviewers write to each other; what was said is drawn on the server. */
export function CommentForm({ approvalId, action, children }: { approvalId: string; action: FormAction<unknown>; children?: ReactNode }) {
  const t = useTranslations('approvals.comments')
  return (
    <ActionForm action={action} resetOnSuccess className="gap-2.5 px-3.5 pb-3">
      {children}
      <input type="hidden" name="approval" value={approvalId} />
      <Field name="body" label={t('write')} description={t('about')}>
        <Textarea
          required
          maxLength={4000}
          dir="auto"
          rows={1}
          className="min-h-[38px]"
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit()
          }}
        />
      </Field>
      <SubmitButton variant="secondary" size="sm" className="self-start">{t('submit')}</SubmitButton>
    </ActionForm>
  )
}
