'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { behindHref, type About } from '@/lib/metrics/address'
import type { Sort } from '@/lib/metrics/behind'
import type { Period } from '@/lib/metrics/period'
import { sizeOf, ticks } from '@/lib/metrics/series'
import { Bars, type BarSeries, type StackBar } from './bars'
import { ChartFrame } from './chart-frame'
import { Legend } from './legend'
import { LiveStack } from './live-chart'
import type { Bucket } from './use-buckets'

interface StackPanelProps {
  title: string
  note: string
  summary: string
  file: string
  unit: Period['unit']
  buckets: readonly Bucket[]
  /** Each with one value a bucket. */
  series: readonly (BarSeries & { values: readonly number[] })[]
  about: About
  /** Which rows a bar opens. */
  sort: Sort
  reviewer?: string
  small?: boolean
}

/** Counts per hour or day, stacked by what they are. Only the large ones are worth a library to point at. */
export function StackPanel({ title, note, summary, file, unit, buckets, series, about, sort, reviewer, small = false }: StackPanelProps) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const bars = buckets.map((bucket, index): StackBar => ({
    ...bucket,
    values: Object.fromEntries(series.map(({ key, values }) => [key, values[index] ?? 0])),
    href: behindHref(about, { sort, reviewer, from: bucket.at, until: bucket.at + sizeOf(unit) }),
  }))
  const marks = ticks(Math.max(0, ...bars.map(({ values }) => Object.values(values).reduce((sum, value) => sum + value, 0))))
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
      columns={series.map(({ label }) => label)}
      rows={bars.map(({ at, long, href, values }) => ({ key: at, label: long, href, cells: Object.values(values).map((value) => ({ text: format.number(value), value })) }))}
    >
      {small ? drawn : <div className="h-[236px]"><LiveStack title={title} summary={summary} bars={bars} series={series} ticks={marks}>{drawn}</LiveStack></div>}
    </ChartFrame>
  )
}
