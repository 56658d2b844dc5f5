import { useTranslations } from 'next-intl'
import { VisibleText } from '@/components/ui/visible-text'
import type { FieldChange } from '@/lib/audit/append'

// JSON keeps its indentation: a long value breaks where the line ends instead of leaving the indent on a line of its own.
const Written = ({ value }: { value: unknown }) =>
  typeof value === 'string' ? <VisibleText text={value} /> : <VisibleText text={JSON.stringify(value, null, 2)} className="break-all" />
const missing = (value: unknown) => value === null || value === undefined || value === ''

/** Each changed field with what it was and what it became; marked by word and line as well as by colour. */
export function FieldChanges({ changes }: { changes: readonly FieldChange[] }) {
  const t = useTranslations('audit')
  return (
    <section className="mb-[18px]">
      <h3 className="mb-2 text-12 font-semibold text-ink-3">{t('changed')}</h3>
      <dl className="divide-y divide-line rounded-card border border-line font-mono text-12 leading-[1.7]">
        {changes.map((change) => (
          <div key={change.field} className="grid gap-x-3 px-3 py-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
            <dt className="break-all text-ink-2"><VisibleText text={change.field} /></dt>
            <dd className="flex min-w-0 flex-wrap gap-x-2">
              <del className="min-w-0 text-bad">
                <span className="sr-only">{t('old')} </span>
                {missing(change.old) ? t('nothing') : <Written value={change.old} />}
              </del>
              <ins className="min-w-0 text-ok no-underline">
                <span className="sr-only">{t('new')} </span>
                {missing(change.new) ? t('nothing') : <Written value={change.new} />}
              </ins>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
