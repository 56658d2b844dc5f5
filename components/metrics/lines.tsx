import { useFormatter } from 'next-intl'
import { LINES, nameLifts, type LinePoint } from './line-styles'
import { Plot, someLabels } from './plot'

interface LinesProps {
  height: number
  points: readonly LinePoint[]
  marks: readonly number[]
}

/** Three percentiles over time; where nothing was measured there is a gap, not a zero. */
export function Lines({ height, points, marks }: LinesProps) {
  const format = useFormatter()
  const lifts = nameLifts(points, marks.at(-1) || 1)
  return (
    <Plot height={height} marks={marks} said={(mark) => format.number(mark, { maximumFractionDigits: 2 })} labels={someLabels(points, 4)} room={32}>
      {({ across, up, mirrored }) => {
        const x = (index: number) => across((index + 0.5) / points.length)
        return (
          <>
            {LINES.map(({ key, stroke, width, dash }) => {
              const last = points.findLastIndex((point) => point[key] !== null)
              return (
                <g key={key} stroke={stroke} strokeWidth={width}>
                  {points.map((point, index) => {
                    const [from, to] = [points[index - 1]?.[key] ?? null, point[key]]
                    if (to === null) return null
                    return (
                      <g key={point.at}>
                        {from !== null && <line x1={x(index - 1)} y1={up(from)} x2={x(index)} y2={up(to)} strokeDasharray={dash} />}
                        {key === 'p50' && points.length <= 31 && <circle cx={x(index)} cy={up(to)} r="2.2" fill={stroke} stroke="none" />}
                        {index === last && <text x={x(index)} y={up(to)} dx={mirrored ? -6 : 6} dy={4 - lifts[key]} fill={stroke} stroke="none" textAnchor={mirrored ? 'end' : 'start'}>{key}</text>}
                      </g>
                    )
                  })}
                </g>
              )
            })}
            {points.map((point, index) => (
              <a key={point.at} href={point.href} tabIndex={-1} className="group">
                <title>{[`${point.long} · ${point.count}`, ...LINES.map(({ key }) => `${key}: ${point.said[key]}`).reverse()].join('\n')}</title>
                <rect x={across((mirrored ? index + 1 : index) / points.length)} y="0" width={`${100 / points.length}%`} height="100%" fill="var(--ink)" className="opacity-0 group-hover:opacity-5" />
              </a>
            ))}
          </>
        )
      }}
    </Plot>
  )
}
