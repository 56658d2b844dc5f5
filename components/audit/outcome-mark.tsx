import { useTranslations } from 'next-intl'
import type { AuditRow } from '@/lib/audit/queries'
import { cn } from '@/components/ui/cn'
import { outcomeOf } from './outcome'

const TONES = { ok: 'text-ok', bad: 'text-bad', warn: 'text-warn', plain: 'text-ink-2' } as const

export function OutcomeMark({ row }: { row: Pick<AuditRow, 'event' | 'said' | 'changes' | 'success'> }) {
  const t = useTranslations('audit')
  const outcome = outcomeOf(row)
  if (outcome.kind === 'fields') return <span className="text-ink-2">{t('fieldsChanged', { count: outcome.count })}</span>
  if (outcome.kind === 'moved') return <bdi className="nums">{t('moved', { old: outcome.old, new: outcome.new })}</bdi>
  return <span className={cn(TONES[outcome.tone])}>{t(`outcome.${outcome.word}` as 'outcome.done')}</span>
}
