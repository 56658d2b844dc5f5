import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { VisibleText } from '@/components/ui/visible-text'
import type { Difference } from '@/lib/actions/difference'

const written = (value: unknown) => JSON.stringify(value, null, typeof value === 'object' ? 2 : undefined)

/** Path by path: what was there, struck through, and what is there instead. Signs say it too, not only colours. */
export function DifferenceList({ difference }: { difference: readonly Difference[] }) {
  const t = useTranslations('approvals.edits')
  return (
    <Card>
      <dl className="m-0 divide-y divide-line">
        {difference.map(({ path, from, to }) => (
          <div key={path} data-path={path} className="grid gap-x-4 px-3.5 py-[9px] md:grid-cols-[150px_minmax(0,1fr)]">
            <dt className="min-w-0 font-mono text-13 break-words text-ink-2 ltr rtl:text-end">
              <VisibleText text={path || '/'} />
            </dt>
            <dd className="m-0 min-w-0 font-mono text-[13.5px] leading-[1.5] max-md:mt-0.5">
              <div className="max-h-72 overflow-auto" tabIndex={0} role="group" aria-label={path || '/'}>
                {from !== undefined && (
                  <div className="text-start text-bad ltr">
                    <span className="sr-only">{t('was')}</span>
                    <span aria-hidden className="select-none">− </span>
                    <del><VisibleText text={written(from)} className="ltr" /></del>
                  </div>
                )}
                {to !== undefined && (
                  <div className="text-start text-ok ltr">
                    <span className="sr-only">{t('is')}</span>
                    <span aria-hidden className="select-none">+ </span>
                    <ins className="no-underline"><VisibleText text={written(to)} className="ltr" /></ins>
                  </div>
                )}
              </div>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
