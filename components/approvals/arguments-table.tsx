import { useLocale, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { VisibleText } from '@/components/ui/visible-text'
import type { ArgumentRow } from '@/lib/approvals/document'
import { formatMoney } from '@/lib/text/money'
import { LongText } from './long-text'

interface ArgumentsTableProps {
  rows: ArgumentRow[]
  amount: { value: number; currency: string } | null
}

/** The arguments as they will be sent, one row each, out of the text that the hash is about. */
export function ArgumentsTable({ rows, amount }: ArgumentsTableProps) {
  const t = useTranslations('approvals.arguments')
  const locale = useLocale()
  if (rows.length === 0) return <Card className="px-3.5 py-2.5 text-13 text-ink-2">{t('none')}</Card>
  return (
    <Card>
      <dl className="m-0 divide-y divide-line">
        {rows.map((row) => {
          const marked = row.parts.some((part) => part.amount)
          return (
            <div key={row.key} className="grid gap-x-4 px-3.5 py-[9px] md:grid-cols-[150px_minmax(0,1fr)]">
              <dt className="min-w-0 font-mono text-13 break-words text-ink-2 ltr rtl:text-end">
                <VisibleText text={row.key} />
              </dt>
              <dd className="m-0 min-w-0 font-mono text-[13.5px] leading-[1.5] max-md:mt-0.5">
                <LongText part={`args/${row.key}`} text={row.raw} over={row.folded ? -1 : Infinity} lines={lines(row)}>
                  <Value row={row} />
                </LongText>
                {marked && amount && <small className="ms-2 font-sans text-12 text-ink-3">{formatMoney(amount.value, amount.currency, locale)}</small>}
              </dd>
            </div>
          )
        })}
      </dl>
    </Card>
  )
}

const lines = (row: ArgumentRow) => row.parts.reduce((sum, { text }) => sum + text.split('\n').length - 1, 1)

function Value({ row }: { row: ArgumentRow }) {
  const layered = row.parts.some(({ text }) => text.includes('\n'))
  return (
    <span className={layered ? 'block text-start ltr' : 'ltr'}>
      {row.parts.map((part, index) =>
        part.amount ? (
          <mark key={index} className="rounded-[4px] bg-bad-soft px-1 text-bad">
            <VisibleText text={part.text} className="ltr" />
          </mark>
        ) : (
          <VisibleText key={index} text={part.text} className="ltr" />
        ),
      )}
    </span>
  )
}
