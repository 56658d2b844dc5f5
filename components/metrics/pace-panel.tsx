import { useFormatter, useTranslations } from 'next-intl'
import type { Pace } from '@/lib/metrics/pace'
import type { Period } from '@/lib/metrics/period'
import { ticks, type DecisionPoint } from '@/lib/metrics/series'
import { ChartFrame } from './chart-frame'
import { axisUnit } from './duration'
import { LazyPaceChart } from './lazy-charts'
import { useBucketLabel } from './use-bucket-label'
import { useDuration } from './use-duration'

interface PacePanelProps {
  unit: Period['unit']
  points: readonly DecisionPoint[]
  pace: Pace
}

/** How long people took; an hour or day without decisions is a gap, not a zero. */
export function PacePanel({ unit, points, pace }: PacePanelProps) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const duration = useDuration()
  const label = useBucketLabel(unit)
  const longest = Math.max(0, ...points.map((point) => point.p95 ?? 0))
  const axis = axisUnit(longest)
  const said = (ms: number | null) => (ms === null ? '–' : duration(ms))
  const counted = (point: DecisionPoint) => point.approved + point.rejected
  const summary = pace.p50 === null || pace.p95 === null
    ? t('pace.none')
    : t('pace.summary', { count: pace.approved + pace.rejected, p50: duration(pace.p50), p95: duration(pace.p95) })
  return (
    <ChartFrame
      title={t('pace.title')}
      note={t(`pace.note.${axis.name}`)}
      summary={summary}
      columns={[t('pace.p50'), t('pace.p95'), t('pace.decisions')]}
      rows={points.map((point) => ({ key: point.at, label: label.long(point.at), cells: [said(point.p50), said(point.p95), format.number(counted(point))] }))}
    >
      <div className="grid h-[236px]">
        {pace.p50 === null ? (
          <p className="place-self-center text-13 text-ink-3">{t('pace.none')}</p>
        ) : (
          <LazyPaceChart
            title={t('pace.title')}
            summary={summary}
            ticks={ticks(longest / axis.ms, axis.name !== 'hours')}
            names={{ p50: t('pace.p50'), p95: t('pace.p95') }}
            points={points.map((point) => ({
              at: point.at,
              short: label.short(point.at),
              long: label.long(point.at),
              count: t('pace.of', { count: counted(point) }),
              p50: point.p50 === null ? null : point.p50 / axis.ms,
              p95: point.p95 === null ? null : point.p95 / axis.ms,
              said: { p50: said(point.p50), p95: said(point.p95) },
            }))}
          />
        )}
      </div>
    </ChartFrame>
  )
}
