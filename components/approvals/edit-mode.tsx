'use client'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'

const MODES = ['form', 'json'] as const

/** The form made from the schema, or the same arguments as JSON. */
export function ModeTabs({ mode, onMode }: { mode: 'form' | 'json'; onMode: (mode: 'form' | 'json') => void }) {
  const t = useTranslations('approvals.edit.mode')
  return (
    <div role="group" aria-label={t('label')} className="inline-flex w-fit rounded-control border border-line-strong p-0.5">
      {MODES.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={mode === one}
          onClick={() => onMode(one)}
          className={cn('min-h-6 rounded-[5px] px-3 py-[3px] text-13 font-medium', mode === one ? 'bg-ink text-bg' : 'text-ink-2 hover:bg-hover')}
        >
          {t(one)}
        </button>
      ))}
    </div>
  )
}
