import { LockKeyhole } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'

export default function Forbidden() {
  const t = useTranslations('errors.page')
  return (
    <EmptyState heading="h1" icon={<LockKeyhole />} title={t('forbiddenTitle')} className="pt-[18vh]">
      {t('forbiddenText')}
    </EmptyState>
  )
}
