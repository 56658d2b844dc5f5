'use client'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { Skeleton } from '@/components/ui/skeleton'
import { useHydrated } from '@/components/ui/use-hydrated'
import type { EditDraft, EditFormProps } from './edit-draft'

// Most people only look: what is needed to edit comes when somebody does.
const EditForm = dynamic(() => import('./edit-form').then((file) => file.EditForm), { ssr: false, loading: () => <Skeleton className="h-64" /> })

interface EditButtonProps extends Pick<EditFormProps, 'approval' | 'preview' | 'form' | 'refused'> {
  disabled: boolean
  className?: string
  /** What goes with the decision besides the arguments. */
  children: ReactNode
}

/** Approve with other arguments. What was typed is kept while the document is open, also when the dialog is closed. */
export function EditButton({ approval, preview, form, refused, disabled, className, children }: EditButtonProps) {
  const t = useTranslations('approvals.edit')
  const hydrated = useHydrated()
  const [draft, setDraft] = useState<EditDraft | null>(null)
  return (
    <Dialog
      trigger={
        <Button data-decision="edit" disabled={disabled || !hydrated} className={className}>
          {t('open')} <Kbd>E</Kbd>
        </Button>
      }
      title={t('title')}
      description={t('about')}
      className="max-w-[760px]"
    >
      <EditForm approval={approval} draft={draft} onDraft={setDraft} preview={preview} form={form} refused={refused}>
        {children}
      </EditForm>
    </Dialog>
  )
}
