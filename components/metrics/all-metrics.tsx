import { ChartNoAxesColumn } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { About } from '@/lib/metrics/address'
import type { Period } from '@/lib/metrics/period'
import type { AgentRow, BusyHour, ToolRow } from '@/lib/metrics/queries'
import { actionsIn, OUTCOMES, total, type ActionPoint } from '@/lib/metrics/series'
import { AllTiles } from './all-tiles'
import type { FillName } from './fills'
import { HeatMap } from './heat-map'
import { latencyOf, paceOf } from './measured'
import { PercentilePanel } from './percentile-panel'
import { AgentRanking, ErrorRanking, ReviewerRanking, ToolRanking, type ReviewerRow } from './rankings'
import { StackPanel } from './stack-panel'
import { useBuckets } from './use-buckets'

interface AllMetricsProps {
  unit: Period['unit']
  about: About
  points: readonly ActionPoint[]
  before: Omit<ActionPoint, 'at'>
  /** Open questions at the end of each bucket. */
  waiting: readonly number[]
  agents: AgentRow[]
  tools: ToolRow[]
  reviewers: ReviewerRow[]
  busy: BusyHour[]
}

export function AllMetrics({ unit, about, points, before, waiting, agents, tools, reviewers, busy }: AllMetricsProps) {
  const t = useTranslations('metrics')
  const buckets = useBuckets(points, unit)
  const now = total(points)
  const count = actionsIn(now)
  if (count === 0) {
    return (
      <Card>
        <EmptyState icon={<ChartNoAxesColumn />} title={t('empty')}>{t('emptyText')}</EmptyState>
      </Card>
    )
  }
  const shared = { unit, about, buckets }
  const one = (key: string, label: string, fill: FillName, values: readonly number[]) => [{ key, label, fill, values }]
  return (
    <>
      <AllTiles now={now} before={before} />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <StackPanel
          {...shared}
          title={t('outcomes.title')}
          note={t(`outcomes.note.${unit}`)}
          summary={t('outcomes.summary', { count, allowed: now.allowed, approved: now.approved, ranOut: now.ran_out, blocked: now.blocked, pending: now.pending })}
          file="countersign-outcomes"
          sort="all"
          series={OUTCOMES.map((outcome) => ({ key: outcome, label: t(`outcomes.${outcome}`), fill: outcome, values: points.map((point) => point[outcome]) }))}
        />
        <PercentilePanel
          {...shared}
          kind="pace"
          sort="decided"
          points={points.map(({ decisions }) => paceOf(decisions))}
          whole={paceOf(now.decisions)}
        />
      </div>
      <div className="mt-4 grid grid-flow-row-dense gap-4 md:grid-cols-2 xl:grid-cols-3">
        <AgentRanking rows={agents} about={about} />
        <ToolRanking rows={tools} about={about} />
        <HeatMap cells={busy} about={about} />
        <ReviewerRanking rows={reviewers} about={about} />
        <ErrorRanking errors={now.errors} about={about} />
        <PercentilePanel
          {...shared}
          kind="latency"
          sort="answered"
          points={points.map(({ response }) => latencyOf(response))}
          whole={latencyOf(now.response)}
        />
        <div className="grid content-start gap-4">
          <StackPanel
            {...shared}
            small
            title={t('backlog.title')}
            note={t(`backlog.note.${unit}`)}
            summary={t('backlog.summary', { most: Math.max(...waiting), now: waiting.at(-1) ?? 0 })}
            file="countersign-backlog"
            sort="waiting"
            series={one('waiting', t('backlog.waiting'), 'open', waiting)}
          />
          <StackPanel
            {...shared}
            small
            title={t('expired.title')}
            note={t('expired.note')}
            summary={t('expired.summary', { count: now.expired, asked: now.asked })}
            file="countersign-expired"
            sort="expired"
            series={one('expired', t('expired.title'), 'ran_out', points.map(({ expired }) => expired))}
          />
        </div>
        <div className="grid content-start gap-4">
          <StackPanel
            {...shared}
            small
            title={t('risky.title')}
            note={t('risky.note')}
            summary={t('risky.summary', { count: now.high, all: count })}
            file="countersign-high-risk"
            sort="high"
            series={one('high', t('risky.title'), 'blocked', points.map(({ high }) => high))}
          />
          <StackPanel
            {...shared}
            small
            title={t('tokens.title')}
            note={t('tokens.note')}
            summary={t('tokens.summary', { count: now.tokens })}
            file="countersign-tokens"
            sort="answered"
            series={one('tokens', t('tokens.title'), 'approved', points.map(({ tokens }) => tokens))}
          />
        </div>
      </div>
    </>
  )
}
