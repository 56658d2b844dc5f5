import { SearchX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

export default function NotFound() {
  const t = useTranslations('errors.page')
  return (
    <EmptyState
      heading="h1"
      icon={<SearchX />}
      title={t('notFoundTitle')}
      action={<ButtonLink href="/">{t('home')}</ButtonLink>}
      className="pt-[18vh]"
    >
      {t('notFoundText')}
    </EmptyState>
  )
}
