import { useLocale, useTranslations } from 'next-intl'
import Link from 'next/link'
import { StateTag } from '@/components/actions/state-tag'
import { StepWords } from '@/components/approvals/trace'
import { cn } from '@/components/ui/cn'
import { Tag, type Tone } from '@/components/ui/tag'
import { Time } from '@/components/ui/time'
import { VisibleText } from '@/components/ui/visible-text'
import type { ActivityRow as Row } from '@/lib/actions/activity'

const VERDICT: Record<Row['effect'], Tone> = { allow: 'neutral', review: 'warn', deny: 'bad' }
const RISK = { low: 'text-ink-2', medium: 'font-semibold text-warn', high: 'font-semibold text-bad' } as const

const cell = 'px-2 py-2 align-top max-md:p-0'
const covering =
  'no-underline after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent'

interface ActivityRowProps {
  row: Row
  /** Where the action is to be seen; null for those who may see none. */
  href: string | null
  /** Null where nobody was asked, or the reader may not see it. */
  approvalHref: string | null
}

/** What was asked for, what the rules said and what became of it. The name covers the row. */
export function ActivityRow({ row, href, approvalHref }: ActivityRowProps) {
  const t = useTranslations('activity')
  const hebrew = useLocale() === 'he'
  const said = (hebrew && row.nameHe) || row.name
  const title = said === null ? <VisibleText text={row.toolId} /> : <VisibleText text={said} className="line-clamp-2" />
  return (
    <tr
      role="row"
      data-action={row.id}
      className="relative border-b border-line transition-colors focus-within:bg-hover hover:bg-hover starting:bg-accent-soft max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-1 max-md:px-2 max-md:py-3"
    >
      <td role="cell" className={cn(cell, 'whitespace-nowrap text-ink-3 max-md:col-start-2 max-md:row-start-2 max-md:text-end max-md:text-12')}>
        <Time at={row.createdAt} />
      </td>
      <td role="cell" className={cn(cell, 'truncate max-md:row-start-2 max-md:text-12 max-md:text-ink-2')}>
        <VisibleText text={row.agentId} />
      </td>
      <td role="cell" className={cn(cell, 'font-medium max-md:row-start-1')}>
        {href ? <Link href={href} prefetch={false} className={covering}>{title}</Link> : title}
        <span className="block truncate text-12 font-normal text-ink-3"><code>{row.toolId}</code> · {`L${row.trustLevel}`}</span>
      </td>
      <td role="cell" className={cn(cell, 'max-md:col-span-2 max-md:row-start-3')}>
        <Tag tone={VERDICT[row.effect]}>{t(`verdict.${row.effect}`)}</Tag>
        {row.why && <span className="mt-0.5 line-clamp-2 text-12 text-ink-2 max-md:ms-2 max-md:inline"><StepWords step={row.why} /></span>}
      </td>
      <td role="cell" className={cn(cell, 'text-end nums max-md:hidden', RISK[row.riskLevel])}>
        <span aria-hidden>{row.riskScore}</span>
        <span className="sr-only">{t('risk', { score: row.riskScore })}</span>
      </td>
      <td role="cell" className={cn(cell, 'max-md:col-start-2 max-md:row-start-1 max-md:text-end')}>
        <StateTag state={row.state} />
        {approvalHref && (
          <Link href={approvalHref} prefetch={false} className="relative z-1 mt-0.5 block w-fit text-12 text-ink-2 underline decoration-line-strong underline-offset-3 hover:decoration-current max-md:ms-auto">
            {t('approval')}
          </Link>
        )}
      </td>
    </tr>
  )
}
