import { Timer } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { About } from '@/lib/metrics/address'
import type { Period } from '@/lib/metrics/period'
import { decisionsOf, share, type DecisionPoint, type Decisions } from '@/lib/metrics/series'
import { paceOf } from './measured'
import { PaceTile } from './pace-tile'
import { PercentilePanel } from './percentile-panel'
import { StackPanel } from './stack-panel'
import { Tile, Tiles, useComparison, useShare } from './tiles'
import { useBuckets } from './use-buckets'

interface OwnPaceProps {
  unit: Period['unit']
  about: About
  email: string
  points: readonly DecisionPoint[]
  before: Decisions
}

/** What a reviewer sees: their own decisions, and nobody else's. */
export function OwnPace({ unit, about, email, points, before }: OwnPaceProps) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const said = useShare()
  const compared = useComparison()
  const buckets = useBuckets(points, unit)
  const now = decisionsOf(points)
  const decided = now.approved + now.rejected
  const decidedBefore = before.approved + before.rejected
  if (decided === 0) {
    return (
      <Card>
        <EmptyState icon={<Timer />} title={t('own.empty')}>{t('own.emptyText')}</EmptyState>
      </Card>
    )
  }
  const approved = share(now.approved, decided)
  const shared = { unit, about, buckets, sort: 'decided', reviewer: email } as const
  return (
    <>
      <Tiles label={t('tile.label')}>
        <Tile label={t('own.decided')} value={format.number(decided)} note={compared.ofCount(decided, decidedBefore)} />
        <Tile
          label={t('tile.approved')}
          value={said(approved)}
          note={compared.ofShare(approved, share(before.approved, decidedBefore)) ?? t('tile.ofDecided', { count: decided })}
        />
        <PaceTile pace={now} before={before} />
      </Tiles>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <StackPanel
          {...shared}
          title={t('own.decisions')}
          note={t('own.note')}
          summary={t('own.summary', { approved: now.approved, rejected: now.rejected })}
          file="countersign-own-decisions"
          series={[
            { key: 'approved', label: t('outcomes.approved'), fill: 'approved', values: points.map((point) => point.approved) },
            { key: 'rejected', label: t('own.rejected'), fill: 'blocked', values: points.map((point) => point.rejected) },
          ]}
        />
        <PercentilePanel
          {...shared}
          kind="pace"
          points={points.map(paceOf)}
          whole={paceOf(now)}
        />
      </div>
    </>
  )
}
