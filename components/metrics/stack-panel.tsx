import { useFormatter } from 'next-intl'
import type { Period } from '@/lib/metrics/period'
import { ticks } from '@/lib/metrics/series'
import { ChartFrame } from './chart-frame'
import type { FillName } from './fills'
import { Legend } from './legend'
import { LazyStackChart } from './lazy-charts'
import { useBucketLabel } from './use-bucket-label'

export interface StackSeries<K extends string> {
  key: K
  label: string
  fill: FillName
}

interface StackPanelProps<K extends string> {
  title: string
  note: string
  summary: string
  unit: Period['unit']
  points: readonly ({ at: number } & Record<K, number>)[]
  series: readonly StackSeries<K>[]
  small?: boolean
}

/** Counts per hour or day, stacked by what they are. */
export function StackPanel<K extends string>({ title, note, summary, unit, points, series, small = false }: StackPanelProps<K>) {
  const format = useFormatter()
  const label = useBucketLabel(unit)
  const highest = Math.max(0, ...points.map((point) => series.reduce((sum, { key }) => sum + point[key], 0)))
  const bars = points.map((point) => ({
    at: point.at,
    short: label.short(point.at),
    long: label.long(point.at),
    values: Object.fromEntries(series.map(({ key }) => [key, point[key]])),
  }))
  return (
    <ChartFrame
      title={title}
      note={note}
      summary={summary}
      legend={series.length > 1 && <Legend series={series} />}
      columns={series.map((one) => one.label)}
      rows={points.map((point) => ({ key: point.at, label: label.long(point.at), cells: series.map(({ key }) => format.number(point[key])) }))}
    >
      <div className={small ? 'h-[104px]' : 'h-[236px]'}>
        <LazyStackChart title={title} summary={summary} bars={bars} series={series} ticks={ticks(highest)} />
      </div>
    </ChartFrame>
  )
}
