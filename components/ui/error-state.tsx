'use client'
import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { buttonStyles } from './button-styles'
import { EmptyState } from './empty-state'

interface ErrorStateProps {
  /** Next's reference to the server's log line. */
  digest?: string
  retry: () => void
  heading?: 'h1' | 'h2'
  className?: string
}

/** For error.tsx files and for sections that failed by themselves. */
export function ErrorState({ digest, retry, heading, className }: ErrorStateProps) {
  const t = useTranslations()
  return (
    <EmptyState
      heading={heading}
      icon={<TriangleAlert />}
      title={t('errors.page.errorTitle')}
      // Not <Button>: every page carries this, and its file would bring the router's link along once more.
      action={<button type="button" className={buttonStyles()} onClick={retry}>{t('common.tryAgain')}</button>}
      className={className}
    >
      {t('errors.page.errorText')}
      {digest && <p className="mt-2 font-mono text-12">{t('errors.page.reference', { digest })}</p>}
    </EmptyState>
  )
}
