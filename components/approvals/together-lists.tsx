'use client'
import { useLocale, useTranslations } from 'next-intl'
import { VisibleText } from '@/components/ui/visible-text'
import type { SelectedApproval } from '@/lib/approvals/show-selected'
import { formatMoney } from '@/lib/text/money'
import type { Left } from './together-run'

const box = 'm-0 max-h-[44vh] list-none overflow-y-auto rounded-card border border-line p-0'

/** Each with all of its arguments: what is decided together is no less seen. */
export function ReadyList({ rows }: { rows: readonly SelectedApproval[] }) {
  const t = useTranslations('approvals.together')
  const locale = useLocale()
  return (
    <ul tabIndex={0} aria-label={t('ready')} className={box}>
      {rows.map((row) => (
        <li key={row.id} className="border-b border-line px-3.5 py-2 last:border-0">
          <div className="flex items-baseline gap-3">
            <b className="min-w-0 font-medium"><Name row={row} /></b>
            {row.amount !== null && row.currency && <span className="ms-auto shrink-0 text-13 font-semibold nums">{formatMoney(row.amount, row.currency, locale)}</span>}
          </div>
          <div className="text-12 text-ink-3"><bdi>{row.agentId}</bdi> · <bdi>{row.toolId}</bdi></div>
          <code className="mt-0.5 block font-mono text-12 break-all text-ink-2 ltr"><VisibleText text={row.parameters} /></code>
        </li>
      ))}
    </ul>
  )
}

/** What is not decided here, each with its reason. */
export function LeftList({ left }: { left: readonly Left[] }) {
  const t = useTranslations('approvals.together')
  return (
    <section>
      <h3 className="mb-1.5 text-12 font-semibold text-ink-3">{t('left', { count: left.length })}</h3>
      <ul className={`${box} max-h-[18vh]`} tabIndex={0} aria-label={t('left', { count: left.length })}>
        {left.map(({ id, row, why }) => (
          <li key={id} className="border-b border-line px-3.5 py-1.5 text-13 last:border-0">
            {row && <b className="font-medium"><Name row={row} /></b>} <span className="text-ink-2">{t(`why.${why}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function Name({ row }: { row: SelectedApproval }) {
  const hebrew = useLocale() === 'he'
  return <VisibleText text={(hebrew && row.actionNameHe) || row.actionName} />
}
