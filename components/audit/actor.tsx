import { useTranslations } from 'next-intl'
import { VisibleText } from '@/components/ui/visible-text'
import type { AuditRow } from '@/lib/audit/queries'

/** A person by name (address on hover), an agent by id, the system by what it did it as. */
export function Actor({ row, className }: { row: Pick<AuditRow, 'actorKind' | 'actorId' | 'actorName'>; className?: string }) {
  const t = useTranslations('audit')
  const name = row.actorKind === 'system' ? t('system') : <VisibleText text={row.actorName ?? row.actorId} className={className} />
  return <span title={row.actorId}>{name}</span>
}
