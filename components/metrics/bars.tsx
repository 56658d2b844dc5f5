import { useFormatter } from 'next-intl'
import { useId } from 'react'
import { FillDefinitions, fillOf, type FillName } from './fills'
import { Plot, someLabels } from './plot'
import type { Bucket } from './use-buckets'

export interface BarSeries {
  key: string
  label: string
  fill: FillName
}

export interface StackBar extends Bucket {
  values: Record<string, number>
  /** The rows behind it. */
  href: string
}

interface BarsProps {
  height: number
  bars: readonly StackBar[]
  series: readonly BarSeries[]
  marks: readonly number[]
}

/** Stacked bars; each is a link to its rows. Keyboards find the same links in the table. */
export function Bars({ height, bars, series, marks }: BarsProps) {
  const id = useId()
  const format = useFormatter()
  const slot = 1 / bars.length
  const width = Math.min(slot * 0.78, 0.04)
  const stacked = (bar: StackBar) => {
    let sum = 0
    return series.flatMap(({ key, fill }) => {
      const value = bar.values[key] ?? 0
      sum += value
      return value > 0 ? [{ key, fill, value, upto: sum }] : []
    })
  }
  return (
    <Plot height={height} marks={marks} said={(mark) => format.number(mark, { notation: 'compact' })} labels={someLabels(bars, height < 150 ? 4 : 6)}>
      {({ across, up, mirrored }) => (
        <>
          <FillDefinitions id={id} />
          {bars.map((bar, index) => {
            const edge = (size: number) => across((index + 0.5) * slot + (mirrored ? size / 2 : -size / 2))
            const rest = series.map(({ key, label }) => `${label}: ${format.number(bar.values[key] ?? 0)}`)
            return (
              <a key={bar.at} href={bar.href} tabIndex={-1} className="group">
                <title>{[bar.long, ...rest].join('\n')}</title>
                <rect x={edge(slot)} y="0" width={`${slot * 100}%`} height="100%" fill="var(--hover)" className="opacity-0 group-hover:opacity-100" />
                {stacked(bar).map(({ key, fill, value, upto }) => (
                  <rect key={key} x={edge(width)} y={up(upto)} width={`${width * 100}%`} height={`${(value / (marks.at(-1) || 1)) * 100}%`} rx="1.5" fill={fillOf(id, fill)} stroke="var(--panel)" />
                ))}
              </a>
            )
          })}
        </>
      )}
    </Plot>
  )
}
