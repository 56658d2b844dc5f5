'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { behindHref, type About } from '@/lib/metrics/address'
import type { Sort } from '@/lib/metrics/behind'
import type { Percentiles } from '@/lib/metrics/histogram'
import type { Period } from '@/lib/metrics/period'
import { sizeOf, ticks } from '@/lib/metrics/series'
import { ChartFrame } from './chart-frame'
import { axisUnit } from './duration'
import { Lines } from './lines'
import type { LinePoint } from './line-styles'
import { LivePace } from './live-chart'
import type { Measured } from './measured'
import type { Bucket } from './use-buckets'
import { useDuration } from './use-duration'

interface PercentilePanelProps {
  kind: 'pace' | 'latency'
  unit: Period['unit']
  buckets: readonly Bucket[]
  /** One a bucket. */
  points: readonly Measured[]
  whole: Measured
  about: About
  sort: Sort
  reviewer?: string
}

/** How long something took; an hour or day without any is a gap, not a zero. */
export function PercentilePanel({ kind, unit, buckets, points, whole, about, sort, reviewer }: PercentilePanelProps) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const duration = useDuration()
  const said = (ms: number | null) => (ms === null ? '–' : duration(ms))
  const allSaid = ({ p50, p95, p99 }: Percentiles) => ({ p50: said(p50), p95: said(p95), p99: said(p99) })
  const longest = Math.max(0, ...points.map(({ p99 }) => p99 ?? 0))
  const axis = axisUnit(longest)
  const scaled = (ms: number | null) => (ms === null ? null : ms / axis.ms)
  const measured = buckets.map((bucket, index) => ({ ...bucket, ...(points[index] ?? { count: 0, p50: null, p95: null, p99: null }), href: behindHref(about, { sort, reviewer, from: bucket.at, until: bucket.at + sizeOf(unit) }) }))
  const drawn = measured.map((point): LinePoint => ({
    ...point, count: t(`${kind}.of`, { count: point.count }), p50: scaled(point.p50), p95: scaled(point.p95), p99: scaled(point.p99), said: allSaid(point),
  }))
  const marks = ticks(longest / axis.ms, axis.name !== 'hours' && longest > 4 * axis.ms)
  const none = whole.count === 0
  const summary = none ? t(`${kind}.none`) : t(`${kind}.summary`, { count: whole.count, ...allSaid(whole) })
  return (
    <ChartFrame
      title={t(`${kind}.title`)}
      note={none ? t(`${kind}.none`) : t(`${kind}.note.${axis.name}`, allSaid(whole))}
      summary={summary}
      file={`countersign-${kind}`}
      href={behindHref(about, { sort, reviewer })}
      first={t('time')}
      columns={['p50', 'p95', 'p99', t(`${kind}.count`)]}
      rows={measured.map(({ at, long, href, p50, p95, p99, count }) => ({
        key: at, label: long, href, cells: [...[p50, p95, p99].map((ms) => ({ text: said(ms), value: ms })), { text: format.number(count), value: count }],
      }))}
    >
      {!none && (
        <div className="h-[236px]">
          <LivePace title={t(`${kind}.title`)} summary={summary} points={drawn} ticks={marks}><Lines height={236} points={drawn} marks={marks} /></LivePace>
        </div>
      )}
    </ChartFrame>
  )
}
