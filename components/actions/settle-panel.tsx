import { CircleHelp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { FormAction } from '@/components/ui/action-result'
import { SettleForm } from './settle-form'

interface SettlePanelProps {
  actionId: string
  /** Why the person who looks may not settle it. */
  barred: 'no_role' | 'owner' | 'principal' | null
  settle: FormAction<unknown>
}

/** What to do about an action whose end nobody knows. */
export function SettlePanel({ actionId, barred, settle }: SettlePanelProps) {
  const t = useTranslations('actions.settle')
  return (
    <section aria-labelledby="settle" className="mb-6 rounded-card border border-line bg-panel px-4 py-3.5 shadow-card lg:px-[18px] lg:py-4">
      <h2 id="settle" className="flex items-center gap-2 text-15 font-semibold">
        <CircleHelp aria-hidden className="size-[18px] shrink-0 text-warn" />
        {t('title')}
      </h2>
      <p className="mt-1 mb-4 max-w-[43em] text-13 text-ink-2">{t('about')}</p>
      {barred ? <p className="text-13 font-medium">{t(barred)}</p> : <SettleForm actionId={actionId} action={settle} />}
    </section>
  )
}
