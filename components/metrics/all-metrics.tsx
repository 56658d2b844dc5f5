import { ChartNoAxesColumn } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { Pace } from '@/lib/metrics/pace'
import type { Period } from '@/lib/metrics/period'
import type { AgentRow, Cost, ToolRow } from '@/lib/metrics/queries'
import { actionsIn, OUTCOMES, share, total, type ActionPoint, type DecisionPoint } from '@/lib/metrics/series'
import { AgentTable } from './agent-table'
import { PacePanel } from './pace-panel'
import { PaceTile } from './pace-tile'
import { StackPanel } from './stack-panel'
import { Tile, Tiles, useComparison, useShare } from './tiles'
import { ToolTable } from './tool-table'

interface AllMetricsProps {
  unit: Period['unit']
  points: ActionPoint[]
  before: ActionPoint[]
  pace: Pace
  paceBefore: Pace
  decisions: DecisionPoint[]
  costs: Cost[]
  agents: AgentRow[]
  tools: ToolRow[]
}

export function AllMetrics({ unit, points, before, pace, paceBefore, decisions, costs, agents, tools }: AllMetricsProps) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const said = useShare()
  const compared = useComparison()
  const [now, then] = [total(points), total(before)]
  const [count, countBefore] = [actionsIn(now), actionsIn(then)]
  if (count === 0) {
    return (
      <Card>
        <EmptyState icon={<ChartNoAxesColumn />} title={t('empty')}>{t('emptyText')}</EmptyState>
      </Card>
    )
  }
  const asked = share(now.asked, count)
  const decided = pace.approved + pace.rejected
  const money = costs.map(({ currency, micros }) => format.number(micros / 1e6, { style: 'currency', currency, maximumFractionDigits: micros < 1e6 ? 4 : 2 }))
  const per = (['hour', 'day'] as const).find((size) => size === unit) ?? 'day'
  return (
    <>
      <Tiles label={t('tile.label')}>
        <Tile label={t('tile.actions')} value={format.number(count)} note={compared.ofCount(count, countBefore)} />
        <Tile
          label={t('tile.asked')}
          value={said(asked)}
          note={compared.ofShare(asked, share(then.asked, countBefore)) ?? t('few', { part: now.asked, of: count })}
        />
        <Tile label={t('tile.approved')} value={said(share(pace.approved, decided))} note={t('tile.ofDecided', { count: decided })} />
        <PaceTile pace={pace} before={paceBefore} />
        <Tile
          label={t('tile.tokens')}
          value={format.number(now.tokens, { notation: 'compact', maximumFractionDigits: 1 })}
          note={money.length > 0 ? money.join(' + ') : t('tile.noCost')}
        />
      </Tiles>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <StackPanel
          title={t('outcomes.title')}
          note={t(`outcomes.note.${per}`)}
          summary={t('outcomes.summary', { count, allowed: now.allowed, approved: now.approved, ranOut: now.ran_out, blocked: now.blocked, pending: now.pending })}
          unit={unit}
          points={points}
          series={OUTCOMES.map((outcome) => ({ key: outcome, label: t(`outcomes.${outcome}`), fill: outcome }))}
        />
        <PacePanel unit={unit} points={decisions} pace={pace} />
      </div>
      <div className="mt-4 grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        <AgentTable rows={agents} />
        <ToolTable rows={tools} />
        <div className="grid gap-4 max-xl:md:col-span-2 max-xl:md:grid-cols-2">
          <StackPanel
            small
            title={t('errors.title')}
            note={t('errors.note')}
            summary={t('errors.summary', { failed: now.failed, unknown: now.unknown })}
            unit={unit}
            points={points}
            series={[
              { key: 'failed', label: t('errors.failed'), fill: 'blocked' },
              { key: 'unknown', label: t('errors.unknown'), fill: 'ran_out' },
            ]}
          />
          <StackPanel
            small
            title={t('tokens.title')}
            note={t('tokens.note')}
            summary={t('tokens.summary', { count: now.tokens })}
            unit={unit}
            points={points}
            series={[{ key: 'tokens', label: t('tokens.title'), fill: 'approved' }]}
          />
        </div>
      </div>
    </>
  )
}
