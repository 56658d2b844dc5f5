import { useTranslations } from 'next-intl'
import { Section } from '@/components/ui/card'
import { Timestamp } from '@/components/ui/time'
import type { EditLine } from '@/lib/approvals/show'
import { DifferenceList } from './difference-list'

/** What people changed of what the agent asked for: by whom, when, from what to what. */
export function Edits({ edits }: { edits: readonly EditLine[] }) {
  const t = useTranslations('approvals.edits')
  if (edits.length === 0) return null
  return (
    <Section title={t('title')} data-edits={edits.length}>
      <ol className="m-0 grid list-none gap-3 p-0">
        {edits.map(({ id, name, editedBy, at, difference }) => (
          <li key={id}>
            <p className="mb-1.5 text-13 text-ink-2">
              {t.rich('by', { name: name ?? editedBy, em: (text) => <bdi className="font-medium text-ink">{text}</bdi> })}{' '}
              <Timestamp at={at} />
            </p>
            <DifferenceList difference={difference} />
          </li>
        ))}
      </ol>
    </Section>
  )
}
