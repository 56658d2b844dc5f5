import { useFormatter, useTranslations } from 'next-intl'
import { behindHref, type About } from '@/lib/metrics/address'
import type { Sort } from '@/lib/metrics/behind'
import { percentile, type Spread } from '@/lib/metrics/histogram'
import type { Period } from '@/lib/metrics/period'
import { sizeOf, ticks } from '@/lib/metrics/series'
import { ChartFrame } from './chart-frame'
import { axisUnit } from './duration'
import type { LinePoint } from './line-styles'
import { Lines } from './lines'
import { LivePace } from './live-chart'
import { useBucketLabel } from './use-bucket-label'
import { useDuration } from './use-duration'

interface PercentilePanelProps {
  kind: 'pace' | 'latency'
  unit: Period['unit']
  points: readonly { at: number; count: number; spread: Spread }[]
  whole: { count: number; spread: Spread }
  about: About
  sort: Sort
  reviewer?: string
}

const SHARES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const

/** How long something took; an hour or day without any is a gap, not a zero. */
export function PercentilePanel({ kind, unit, points, whole, about, sort, reviewer }: PercentilePanelProps) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const duration = useDuration()
  const label = useBucketLabel(unit)
  const said = (ms: number | null) => (ms === null ? '–' : duration(ms))
  const measured = points.map(({ at, count, spread }) => ({ at, count, p50: percentile(spread, SHARES.p50), p95: percentile(spread, SHARES.p95), p99: percentile(spread, SHARES.p99) }))
  const longest = Math.max(0, ...measured.map(({ p99 }) => p99 ?? 0))
  const axis = axisUnit(longest)
  const scaled = (ms: number | null) => (ms === null ? null : ms / axis.ms)
  const drawn: LinePoint[] = measured.map(({ at, count, p50, p95, p99 }) => ({
    at,
    short: label.short(at),
    long: label.long(at),
    count: t(`${kind}.of`, { count }),
    p50: scaled(p50), p95: scaled(p95), p99: scaled(p99),
    said: { p50: said(p50), p95: said(p95), p99: said(p99) },
    href: behindHref(about, { sort, reviewer, from: at, until: at + sizeOf(unit) }),
  }))
  const marks = ticks(longest / axis.ms, axis.name !== 'hours' && longest > 4 * axis.ms)
  const [p50, p95, p99] = [SHARES.p50, SHARES.p95, SHARES.p99].map((share) => said(percentile(whole.spread, share)))
  const summary = whole.count === 0 ? t(`${kind}.none`) : t(`${kind}.summary`, { count: whole.count, p50: p50 ?? '', p95: p95 ?? '', p99: p99 ?? '' })
  return (
    <ChartFrame
      title={t(`${kind}.title`)}
      note={whole.count === 0 ? t(`${kind}.none`) : t(`${kind}.note.${axis.name}`, { p50: p50 ?? '', p95: p95 ?? '', p99: p99 ?? '' })}
      summary={summary}
      file={`countersign-${kind}`}
      href={behindHref(about, { sort, reviewer })}
      first={t('time')}
      columns={['p50', 'p95', 'p99', t(`${kind}.count`)]}
      rows={drawn.map((point, index) => {
        const { p50: half, p95: slow, p99: slowest, count } = measured[index] as (typeof measured)[number]
        return {
          key: point.at, label: point.long, href: point.href,
          cells: [...[half, slow, slowest].map((ms) => ({ text: said(ms), value: ms })), { text: format.number(count), value: count }],
        }
      })}
    >
      {whole.count > 0 && (
        <div className="h-[236px]">
          <LivePace title={t(`${kind}.title`)} summary={summary} points={drawn} ticks={marks}><Lines height={236} points={drawn} marks={marks} /></LivePace>
        </div>
      )}
    </ChartFrame>
  )
}
