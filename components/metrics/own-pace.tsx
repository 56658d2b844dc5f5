import { Timer } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { Pace } from '@/lib/metrics/pace'
import type { Period } from '@/lib/metrics/period'
import { share, type DecisionPoint } from '@/lib/metrics/series'
import { PacePanel } from './pace-panel'
import { PaceTile } from './pace-tile'
import { StackPanel } from './stack-panel'
import { Tile, Tiles, useComparison, useShare } from './tiles'

interface OwnPaceProps {
  unit: Period['unit']
  pace: Pace
  before: Pace
  decisions: DecisionPoint[]
}

/** What a reviewer sees: their own decisions, and nobody else's. */
export function OwnPace({ unit, pace, before, decisions }: OwnPaceProps) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const said = useShare()
  const compared = useComparison()
  const decided = pace.approved + pace.rejected
  const decidedBefore = before.approved + before.rejected
  if (decided === 0) {
    return (
      <Card>
        <EmptyState icon={<Timer />} title={t('own.empty')}>{t('own.emptyText')}</EmptyState>
      </Card>
    )
  }
  const approved = share(pace.approved, decided)
  return (
    <>
      <Tiles label={t('tile.label')}>
        <Tile label={t('own.decided')} value={format.number(decided)} note={compared.ofCount(decided, decidedBefore)} />
        <Tile
          label={t('tile.approved')}
          value={said(approved)}
          note={compared.ofShare(approved, share(before.approved, decidedBefore)) ?? t('tile.ofDecided', { count: decided })}
        />
        <PaceTile pace={pace} before={before} />
      </Tiles>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <StackPanel
          title={t('own.decisions')}
          note={t('own.note')}
          summary={t('own.summary', { approved: pace.approved, rejected: pace.rejected })}
          unit={unit}
          points={decisions}
          series={[
            { key: 'approved', label: t('outcomes.approved'), fill: 'approved' },
            { key: 'rejected', label: t('own.rejected'), fill: 'blocked' },
          ]}
        />
        <PacePanel unit={unit} points={decisions} pace={pace} />
      </div>
    </>
  )
}
