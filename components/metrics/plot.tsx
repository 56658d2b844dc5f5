import { useLocale } from 'next-intl'
import type { ReactNode } from 'react'

interface PlotProps {
  height: number
  /** Values of the grid's lines, from zero up. */
  marks: readonly number[]
  said: (mark: number) => string
  /** Names under the axis; `place` from 0 to 1 in the direction of reading. */
  labels: readonly { place: number; text: string }[]
  /** Room at the end of the axis, for names of lines. */
  room?: number
  children: (at: { across: (place: number) => string; up: (value: number) => string; mirrored: boolean }) => ReactNode
}

const [ABOVE, BELOW] = [8, 30]
const percent = (share: number) => `${Number((share * 100).toFixed(3))}%`

/**
 * Grid and axes, drawn on the server in per cent of whatever room there is: it needs no script, and no library.
 * Hidden from screen readers, which get the chart's sentence and its table.
 */
export function Plot({ height, marks, said, labels, room = 4, children }: PlotProps) {
  const mirrored = useLocale() === 'he'
  const gutter = Math.max(...marks.map((mark) => said(mark).length)) * 6.5 + 12
  const top = marks.at(-1) || 1
  const across = (place: number) => percent(mirrored ? 1 - place : place)
  const up = (value: number) => percent(1 - value / top)
  const gap = { paddingTop: ABOVE, paddingBottom: BELOW, paddingLeft: mirrored ? room : gutter, paddingRight: mirrored ? gutter : room }
  return (
    <div aria-hidden data-chart style={{ height, ...gap }}>
      <svg width="100%" height="100%" fontSize="11" className="block" style={{ direction: 'ltr', overflow: 'visible' }}>
        {marks.map((mark) => (
          <g key={mark}>
            <line x1="0" x2="100%" y1={up(mark)} y2={up(mark)} stroke="var(--line)" />
            <text x={across(0)} y={up(mark)} dx={mirrored ? gutter - 2 : -8} dy="4" textAnchor="end" fill="var(--ink-3)">{said(mark)}</text>
          </g>
        ))}
        {labels.map(({ place, text }) => (
          <text key={place} x={across(place)} y="100%" dy="20" textAnchor="middle" fill="var(--ink-3)" style={{ direction: mirrored ? 'rtl' : 'ltr' }}>{text}</text>
        ))}
        {children({ across, up, mirrored })}
      </svg>
    </div>
  )
}

/** Evenly chosen names, so that they never touch; `most` of them at the widest. */
export function someLabels<P extends { short: string }>(points: readonly P[], most: number): { place: number; text: string }[] {
  const step = Math.max(1, Math.ceil(points.length / most))
  return points.flatMap(({ short }, index) => (index % step === 0 ? [{ place: (index + 0.5) / points.length, text: short }] : []))
}
