'use client'
import { MessageSquare } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import Link from 'next/link'
import { memo } from 'react'
import { cn } from '@/components/ui/cn'
import { Countdown } from '@/components/ui/countdown'
import { Spinner } from '@/components/ui/spinner'
import { Tag, type Tone } from '@/components/ui/tag'
import { Time } from '@/components/ui/time'
import { VisibleText } from '@/components/ui/visible-text'
import type { ApprovalRow as Row } from '@/lib/approvals/queries'
import { LevelTag, RiskTag } from './level-tags'

/** Rows are all this high, so that a list of thousands knows where each one is. */
export const ROW_HEIGHT = 83

export const nameId = ({ id }: Row) => `name-${id}`

const STATUS_TONES: Record<Row['status'], Tone> = { pending: 'neutral', approved: 'ok', rejected: 'bad', expired: 'warn', cancelled: 'neutral' }

const bar = ({ trustLevel, riskLevel }: Row) =>
  trustLevel >= 4 ? 'bg-crit' : riskLevel === 'high' ? 'bg-bad' : riskLevel === 'medium' ? 'bg-warn' : 'bg-line-strong'

interface ApprovalRowProps {
  row: Row
  href: string
  selected: boolean
  picked: boolean
  /** A decision about it is on its way. */
  going: boolean
}

/** Drawn again only when it changed: there are many of them beside a document that changes with every key. */
export const ApprovalRow = memo(function ApprovalRow({ row, href, selected, picked, going }: ApprovalRowProps) {
  const t = useTranslations('approvals')
  const hebrew = useLocale() === 'he'
  const name = (hebrew && row.actionNameHe) || row.actionName
  return (
    <Link
      href={href}
      prefetch={false}
      scroll={false}
      aria-current={selected ? 'true' : undefined}
      data-approval={row.id}
      style={{ height: ROW_HEIGHT }}
      className={cn(
        'grid grid-cols-[4px_minmax(0,1fr)_auto] content-start gap-x-3 border-b border-line px-4 py-[11px] text-ink no-underline outline-offset-[-2px]',
        selected ? 'bg-accent-soft' : picked ? 'bg-hover' : 'hover:bg-hover',
      )}
    >
      <i aria-hidden className={cn('row-span-3 rounded-[2px]', bar(row))} />
      <b id={nameId(row)} className="min-w-0 leading-[21px] font-medium">
        {/* Cut at its own end, whichever way it runs, and still on the side where rows begin. */}
        <VisibleText text={name} className="block truncate [text-align:match-parent] whitespace-nowrap" />
      </b>
      {going ? (
        <span className="inline-flex h-[21px] items-center gap-1.5 text-12 text-ink-3"><Spinner />{t('decide.going')}</span>
      ) : row.status === 'pending' ? (
        <Countdown until={row.expiresAt} className="leading-[21px]" />
      ) : (
        <Time at={row.resolvedAt ?? row.createdAt} className="text-12 leading-[21px] whitespace-nowrap text-ink-3" />
      )}
      <span className="col-span-2 truncate text-13 leading-5 text-ink-2">
        <bdi>{row.agentId}</bdi> · <bdi>{row.toolId}</bdi>
        {row.groupName && <> · <bdi>{row.groupName}</bdi></>}
      </span>
      <span className="col-span-2 me-7 mt-px flex h-[18px] gap-2 overflow-hidden">
        <LevelTag level={row.trustLevel} />
        <RiskTag score={row.riskScore} level={row.riskLevel} />
        {row.status === 'pending' && row.required > 1 && <Tag tone={row.votes > 0 ? 'accent' : 'neutral'}>{t('votes.short', { votes: row.votes, required: row.required })}</Tag>}
        {row.assignee && <Tag><bdi className="max-w-[110px] truncate">{row.assignee.name}</bdi></Tag>}
        {row.comments > 0 && <span title={t('comments.count', { count: row.comments })} className="inline-flex items-center gap-1 text-11 text-ink-3 nums"><MessageSquare aria-hidden className="size-3" />{row.comments}<span className="sr-only">{t('comments.count', { count: row.comments })}</span></span>}
        {row.status !== 'pending' && <Tag tone={STATUS_TONES[row.status]}>{t(`status.${row.status}`)}</Tag>}
      </span>
    </Link>
  )
})
