import { useTranslations } from 'next-intl'
import type { AuditRow } from '@/lib/audit/queries'
import { titleKey } from './outcome'

type Titled = Pick<AuditRow, 'event' | 'said'> & Partial<Pick<AuditRow, 'changes'>>

/** What happened, in words; an event without words shows its own name. */
export function EntryTitle({ event, said, changes }: Titled) {
  const t = useTranslations('audit')
  const key = titleKey({ event, said })
  if (!t.has(key as 'title')) return <code className="text-12">{event}</code>
  const [only, ...others] = changes ?? []
  const field = only && others.length === 0 && !['state', 'status'].includes(only.field) ? only.field : null
  return (
    <>
      {t(key as 'title')}
      {field && <code className="text-12 font-normal text-ink-2">{`: ${field}`}</code>}
    </>
  )
}
