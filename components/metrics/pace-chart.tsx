'use client'
import { useLocale } from 'next-intl'
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { TooltipBox, useAxes } from './chart-axes'

interface PacePoint {
  at: number
  short: string
  long: string
  count: string
  p50: number | null
  p95: number | null
  said: { p50: string; p95: string }
}

interface PaceChartProps {
  title: string
  summary: string
  points: readonly PacePoint[]
  names: { p50: string; p95: string }
  ticks: readonly number[]
}

const LINES = [
  { key: 'p95', stroke: 'var(--ink-3)', width: 1.6, dash: '5 3' },
  { key: 'p50', stroke: 'var(--accent)', width: 2.2, dash: undefined },
] as const

/** The two lines differ in weight and dash as well as in colour, and each carries its name at its end. */
export function PaceChart({ title, summary, points, names, ticks }: PaceChartProps) {
  const axes = useAxes(ticks, new Intl.NumberFormat(useLocale(), { maximumFractionDigits: 2 }))
  const last = (key: 'p50' | 'p95') => points.findLastIndex((point) => point[key] !== null)
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={[...points]} title={title} desc={summary} margin={{ ...axes.margin, [axes.mirrored ? 'left' : 'right']: 28 }}>
        <CartesianGrid {...axes.grid} />
        <XAxis {...axes.x} />
        <YAxis {...axes.y} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          content={({ active, payload }) => {
            const point = payload?.[0]?.payload as PacePoint | undefined
            if (!active || !point) return null
            return <TooltipBox title={`${point.long} · ${point.count}`} rows={LINES.map(({ key }) => ({ key, label: names[key], value: point.said[key] }))} />
          }}
        />
        {LINES.map(({ key, stroke, width, dash }) => (
          <Line
            key={key}
            dataKey={key}
            name={names[key]}
            stroke={stroke}
            strokeWidth={width}
            strokeDasharray={dash}
            dot={{ r: 2.2, fill: stroke, strokeWidth: 0 }}
            activeDot={{ r: 3.5, fill: stroke, stroke: 'var(--panel)' }}
            isAnimationActive={false}
            label={({ x, y, index }: { x?: number | string; y?: number | string; index?: number }) =>
              index === last(key) ? (
                <text x={Number(x) + (axes.mirrored ? -6 : 6)} y={Number(y) + 4} fontSize={11} fill={stroke} textAnchor="start">{names[key]}</text>
              ) : (
                <g />
              )
            }
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  )
}
