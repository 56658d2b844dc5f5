import { useLocale, useTranslations } from 'next-intl'
import Link from 'next/link'
import { useDuration } from '@/components/metrics/use-duration'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { Tag, type Tone } from '@/components/ui/tag'
import { Time } from '@/components/ui/time'
import type { AgentRecord, Alike } from '@/lib/approvals/record'
import { formatMoney } from '@/lib/text/money'

const TONES: Record<Alike['status'], Tone> = { approved: 'ok', rejected: 'bad', expired: 'warn', cancelled: 'neutral' }
const FILLS: Record<Alike['status'], string> = { approved: 'bg-ok', rejected: 'bg-bad', expired: 'bg-warn', cancelled: 'bg-line-strong' }
const STATUSES = ['approved', 'rejected', 'expired', 'cancelled'] as const
const TALLEST = 28
const SHORTEST = 6

/** A bar for each, oldest first: how it ended by its colour, and how much by its height where amounts compare. */
function Bars({ alike }: { alike: readonly Alike[] }) {
  const most = Math.max(...alike.map(({ amount }) => amount ?? 0))
  return (
    <div aria-hidden className="flex h-7 items-end gap-[3px]">
      {alike.toReversed().map(({ id, status, amount }) => (
        <i key={id} className={cn('w-[9px] rounded-[2px]', FILLS[status])} style={{ height: most > 0 ? Math.max(SHORTEST, Math.round(((amount ?? 0) / most) * TALLEST)) : TALLEST / 2 }} />
      ))}
    </div>
  )
}

/** How the last ones like this ended: the whole list behind the sentence. */
export function LastAlike({ alike }: { alike: readonly Alike[] }) {
  const t = useTranslations('approvals.record')
  const status = useTranslations('approvals.status')
  const locale = useLocale()
  const counts = STATUSES.map((each) => ({ each, count: alike.filter((one) => one.status === each).length })).filter(({ count }) => count > 0)
  return (
    <Card className="min-w-0 px-3.5 py-3.5">
      <h2 className="mb-2.5 text-13 font-semibold">{t('alike', { count: alike.length })}</h2>
      {alike.length === 0 ? (
        <p className="text-13 text-ink-2">{t('noneAlike')}</p>
      ) : (
        <>
          <Bars alike={alike} />
          <p className="mt-2.5 text-13 text-ink-2">{counts.map(({ each, count }) => t(`counted.${each}`, { count })).join(', ')}. <Above alike={alike} locale={locale} /></p>
          <details className="mt-1.5">
            <summary className="w-fit cursor-pointer text-12 font-medium text-accent">{t('show', { count: alike.length })}</summary>
            <ul className="m-0 mt-2 list-none border-t border-line p-0">
              {alike.map((one) => (
                <li key={one.id} className="border-b border-line last:border-0">
                  <Link href={`/approvals/${one.id}`} prefetch={false} className="flex min-h-7 flex-wrap items-center gap-x-2 py-1 text-12 text-ink-2 no-underline hover:text-ink">
                    <Tag tone={TONES[one.status]}>{status(one.status)}</Tag>
                    {one.amount !== null && one.currency && <span className="font-medium break-all text-ink nums">{formatMoney(one.amount, one.currency, locale)}</span>}
                    {one.by && <bdi className="min-w-0 truncate">{one.by}</bdi>}
                    <Time at={one.at} className="ms-auto text-ink-3" />
                  </Link>
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
    </Card>
  )
}

/** Where every rejection was for more than every approval, in one currency, it says so. */
function Above({ alike, locale }: { alike: readonly Alike[]; locale: string }) {
  const t = useTranslations('approvals.record')
  const amounts = (of: Alike['status']) => alike.flatMap((one) => (one.status === of && one.amount !== null ? [one.amount] : []))
  const [yes, no] = [amounts('approved'), amounts('rejected')]
  const currencies = new Set(alike.map(({ currency }) => currency))
  const [currency] = currencies
  const limit = Math.max(...yes)
  if (!currency || currencies.size > 1 || yes.length === 0 || no.length === 0 || Math.min(...no) <= limit) return null
  return t('above', { amount: formatMoney(limit, currency, locale) })
}

/** The agent's month in a few numbers. */
export function ThisAgent({ agentId, record }: { agentId: string; record: AgentRecord }) {
  const t = useTranslations('approvals.record')
  const duration = useDuration()
  return (
    <Card className="min-w-0 px-3.5 py-3.5">
      <h2 className="mb-2.5 text-13 font-semibold">{t('agent')}</h2>
      <p className="text-13 text-ink-2">
        {record.actions === 0 ? t('noActions') : t('month', { actions: record.actions, rejected: record.rejected, denied: record.denied, failed: record.failed })}{' '}
        {record.medianMs !== null && t('median', { time: duration(record.medianMs) })}
      </p>
      <p className="mt-1.5 flex flex-wrap gap-x-4 text-12 font-medium">
        <Link href={`/approvals?status=decided&agent=${encodeURIComponent(agentId)}`} prefetch={false} className="text-accent">{t('seeApprovals')}</Link>
        <Link href={`/agents/${encodeURIComponent(agentId)}`} prefetch={false} className="text-accent">{t('seeAgent')}</Link>
      </p>
    </Card>
  )
}
