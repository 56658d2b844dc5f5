'use client'
import { Play } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { SubmitButton } from '@/components/ui/submit-button'

/** One click: the demo starts, and its workspace opens. Needs the strings of the area `demo`. */
export function StartDemoButton({ action, primary = false }: { action: FormAction; primary?: boolean }) {
  const t = useTranslations('demo')
  return (
    <ActionForm action={action} className="items-start">
      <SubmitButton variant={primary ? 'primary' : 'secondary'}>
        <Play aria-hidden className="size-4 rtl:-scale-x-100" />
        {t('start')}
      </SubmitButton>
    </ActionForm>
  )
}
