'use client'
import { useTranslations } from 'next-intl'
import { CopyButton } from '@/components/ui/copy-button'

/** Shown once, in the dialog that made it; nothing keeps it. */
export function OneTimePassword({ password }: { password: string }) {
  const t = useTranslations('team.secret')
  return (
    <div className="mt-4">
      <div className="flex items-center gap-2 rounded-control border border-line-strong bg-bg px-3 py-2">
        <code aria-label={t('label')} dir="ltr" className="me-auto min-w-0 font-mono text-14 break-all select-all" data-one-time-password>
          {password}
        </code>
        <CopyButton text={password} label={t('copy')} />
      </div>
      <p className="mt-2.5 text-13 text-ink-2">{t('about')}</p>
    </div>
  )
}
