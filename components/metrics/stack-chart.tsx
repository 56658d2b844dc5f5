'use client'
import { useRouter } from 'next/navigation'
import { useLocale } from 'next-intl'
import { useId } from 'react'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { BarSeries, StackBar } from './bars'
import { TooltipBox, useAxes } from './chart-axes'
import { FillDefinitions, fillOf } from './fills'

interface StackChartProps {
  title: string
  summary: string
  bars: readonly StackBar[]
  series: readonly BarSeries[]
  ticks: readonly number[]
}

export function StackChart({ title, summary, bars, series, ticks }: StackChartProps) {
  const id = useId()
  const locale = useLocale()
  const router = useRouter()
  const whole = new Intl.NumberFormat(locale)
  const axes = useAxes(ticks, new Intl.NumberFormat(locale, { notation: 'compact' }))
  const open = (index: unknown) => {
    const bar = bars[Number(index)]
    if (bar) router.push(bar.href)
  }
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={[...bars]} title={title} desc={summary} margin={axes.margin} barCategoryGap="22%" className="cursor-pointer" onClick={({ activeTooltipIndex }) => open(activeTooltipIndex ?? NaN)}>
        <FillDefinitions id={id} />
        <CartesianGrid {...axes.grid} />
        <XAxis {...axes.x} />
        <YAxis {...axes.y} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--hover)' }}
          content={({ active, payload }) => {
            const bar = payload?.[0]?.payload as StackBar | undefined
            if (!active || !bar) return null
            const rows = series.map(({ key, label }) => ({ key, label, value: whole.format(bar.values[key] ?? 0) }))
            return <TooltipBox title={bar.long} rows={rows} />
          }}
        />
        {series.map(({ key, label, fill }) => (
          <Bar
            key={key}
            name={label}
            dataKey={(bar: StackBar) => bar.values[key] ?? 0}
            stackId="all"
            fill={fillOf(id, fill)}
            stroke="var(--panel)"
            strokeWidth={1}
            radius={1.5}
            maxBarSize={26}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}
