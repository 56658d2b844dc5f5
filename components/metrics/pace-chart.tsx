'use client'
import { useRouter } from 'next/navigation'
import { useLocale } from 'next-intl'
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { TooltipBox, useAxes } from './chart-axes'
import { LINES, nameLifts, type LineKey, type LinePoint } from './line-styles'

interface PaceChartProps {
  title: string
  summary: string
  points: readonly LinePoint[]
  ticks: readonly number[]
}

/** The lines differ in weight and dash as well as in colour, and each carries its name at its end. */
export function PaceChart({ title, summary, points, ticks }: PaceChartProps) {
  const axes = useAxes(ticks, new Intl.NumberFormat(useLocale(), { maximumFractionDigits: 2 }))
  const router = useRouter()
  const lifts = nameLifts(points, ticks.at(-1) || 1)
  const last = (key: LineKey) => points.findLastIndex((point) => point[key] !== null)
  const open = (index: unknown) => {
    const point = points[Number(index)]
    if (point) router.push(point.href)
  }
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart
        data={[...points]}
        title={title}
        desc={summary}
        margin={{ ...axes.margin, [axes.mirrored ? 'left' : 'right']: 32 }}
        className="cursor-pointer"
        onClick={({ activeTooltipIndex }) => open(activeTooltipIndex ?? NaN)}
      >
        <CartesianGrid {...axes.grid} />
        <XAxis {...axes.x} padding={{ left: 6, right: 6 }} />
        <YAxis {...axes.y} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          content={({ active, payload }) => {
            const point = payload?.[0]?.payload as LinePoint | undefined
            if (!active || !point) return null
            return <TooltipBox title={`${point.long} · ${point.count}`} rows={LINES.map(({ key }) => ({ key, label: key, value: point.said[key] }))} />
          }}
        />
        {LINES.map(({ key, stroke, width, dash }) => (
          <Line
            key={key}
            dataKey={key}
            name={key}
            stroke={stroke}
            strokeWidth={width}
            strokeDasharray={dash}
            dot={key === 'p50' && points.length <= 31 && { r: 2.2, fill: stroke, strokeWidth: 0 }}
            activeDot={{ r: 3.5, fill: stroke, stroke: 'var(--panel)' }}
            isAnimationActive={false}
            label={({ x, y, index }: { x?: number | string; y?: number | string; index?: number }) =>
              index === last(key) ? (
                <text x={Number(x) + (axes.mirrored ? -6 : 6)} y={Number(y) + 4 - lifts[key]} fontSize={11} fill={stroke} textAnchor="start">{key}</text>
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
