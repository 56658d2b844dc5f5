'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'

/** Somebody else was faster: what was typed stays, but it is about arguments that no longer stand there. */
export function Stale({ onRestart }: { onRestart: () => void }) {
  const t = useTranslations('approvals.edit')
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card bg-warn-soft px-3.5 py-2.5 text-13 text-warn">
      <span className="me-auto min-w-0">{t('stale')}</span>
      <Button size="sm" onClick={onRestart}>{t('restart')}</Button>
    </div>
  )
}
