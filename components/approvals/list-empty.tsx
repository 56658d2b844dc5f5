import { Inbox } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import type { ApprovalFilter } from '@/lib/approvals/schema'

export function ListEmpty({ status, filtered, more }: { status: ApprovalFilter['status']; filtered: boolean; more: boolean }) {
  const t = useTranslations('approvals.empty')
  if (!filtered) return <EmptyState icon={<Inbox />} title={t(`${status}.title`)}>{t(`${status}.text`)}</EmptyState>
  return (
    <EmptyState icon={<Inbox />} title={t('filtered.title')} action={<ButtonLink size="sm" href={status === 'waiting' ? '/approvals' : `/approvals?status=${status}`}>{t('filtered.clear')}</ButtonLink>}>
      {t(more ? 'filtered.more' : 'filtered.text')}
    </EmptyState>
  )
}
