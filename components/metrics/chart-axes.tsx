'use client'
import { useLocale } from 'next-intl'
import type { ReactNode } from 'react'

/** What every chart's axes share; time runs the way the language is read, and so do an anchor's start and end. */
export function useAxes(marks: readonly number[], compact: Intl.NumberFormat) {
  const mirrored = useLocale() === 'he'
  const text = { fill: 'var(--ink-3)', fontSize: 11 }
  const widest = Math.max(...marks.map((mark) => compact.format(mark).length))
  return {
    mirrored,
    x: { dataKey: 'short', reversed: mirrored, tickLine: false, axisLine: false, tick: text, tickMargin: 8, minTickGap: 22, interval: 'equidistantPreserveStart' },
    y: {
      orientation: mirrored ? 'right' : 'left', ticks: [...marks], domain: [0, marks.at(-1) ?? 1], width: widest * 6.5 + 12,
      tickLine: false, axisLine: false, tick: { ...text, textAnchor: 'end' }, tickFormatter: (value: number) => compact.format(value), allowDecimals: true,
    },
    grid: { vertical: false, stroke: 'var(--line)' },
    margin: { top: 8, bottom: 0, left: mirrored ? 4 : 0, right: mirrored ? 0 : 4 },
  } as const
}

export function TooltipBox({ title, rows }: { title: string; rows: readonly { key: string; mark?: ReactNode; label: string; value: string }[] }) {
  return (
    <div className="rounded-card border border-line bg-raised px-3 py-2 text-12 shadow-pop">
      <p className="mb-1 font-medium">{title}</p>
      <dl className="grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5">
        {rows.map(({ key, mark, label, value }) => (
          <div key={key} className="contents">
            <dt className="flex items-center gap-1.5 text-ink-2">{mark}{label}</dt>
            <dd className="nums text-end">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
