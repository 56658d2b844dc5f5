import { MousePointerClick } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'
import { Kbd } from '@/components/ui/kbd'

export function PickOne() {
  const t = useTranslations('approvals.pick')
  return (
    <EmptyState icon={<MousePointerClick />} title={t('title')} className="pt-[22vh]">
      {t.rich('text', { key: (key) => <Kbd>{String(key)}</Kbd> })}
    </EmptyState>
  )
}
