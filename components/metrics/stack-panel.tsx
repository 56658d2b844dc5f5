import { useFormatter, useTranslations } from 'next-intl'
import { behindHref, type About } from '@/lib/metrics/address'
import type { Sort } from '@/lib/metrics/behind'
import type { Period } from '@/lib/metrics/period'
import { sizeOf, ticks } from '@/lib/metrics/series'
import { Bars } from './bars'
import { ChartFrame } from './chart-frame'
import type { FillName } from './fills'
import { Legend } from './legend'
import { LiveStack } from './live-chart'
import { useBucketLabel } from './use-bucket-label'

interface StackPanelProps<K extends string> {
  title: string
  note: string
  summary: string
  file: string
  unit: Period['unit']
  points: readonly { at: number; values: Record<K, number> }[]
  series: readonly { key: K; label: string; fill: FillName }[]
  about: About
  /** Which rows a bar opens. */
  sort: Sort
  reviewer?: string
  small?: boolean
}

/** Counts per hour or day, stacked by what they are. Only the large ones are worth a library to point at. */
export function StackPanel<K extends string>({ title, note, summary, file, unit, points, series, about, sort, reviewer, small = false }: StackPanelProps<K>) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const label = useBucketLabel(unit)
  const highest = Math.max(0, ...points.map(({ values }) => series.reduce((sum, { key }) => sum + values[key], 0)))
  const bars = points.map(({ at, values }) => ({
    at, values, short: label.short(at), long: label.long(at), href: behindHref(about, { sort, reviewer, from: at, until: at + sizeOf(unit) }),
  }))
  const marks = ticks(highest)
  const drawn = <Bars height={small ? 120 : 236} bars={bars} series={series} marks={marks} />
  return (
    <ChartFrame
      title={title}
      note={note}
      summary={summary}
      file={file}
      href={behindHref(about, { sort, reviewer })}
      legend={series.length > 1 && <Legend series={series} />}
      first={t('time')}
      columns={series.map((one) => one.label)}
      rows={bars.map((bar) => ({ key: bar.at, label: bar.long, href: bar.href, cells: series.map(({ key }) => ({ text: format.number(bar.values[key]), value: bar.values[key] })) }))}
    >
      {small ? drawn : <div className="h-[236px]"><LiveStack title={title} summary={summary} bars={bars} series={series} ticks={marks}>{drawn}</LiveStack></div>}
    </ChartFrame>
  )
}
