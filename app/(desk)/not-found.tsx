import { SearchX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { buttonStyles } from '@/components/ui/button-styles'
import { EmptyState } from '@/components/ui/empty-state'

export default function NotFound() {
  const t = useTranslations('errors.page')
  return (
    <EmptyState
      heading="h1"
      icon={<SearchX />}
      title={t('notFoundTitle')}
      // Every page carries this one, and the router's link would weigh 3 kB more.
      // eslint-disable-next-line @next/next/no-html-link-for-pages
      action={<a href="/" className={buttonStyles()}>{t('home')}</a>}
      className="pt-[18vh]"
    >
      {t('notFoundText')}
    </EmptyState>
  )
}
