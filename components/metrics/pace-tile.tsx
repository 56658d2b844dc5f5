import { useTranslations } from 'next-intl'
import type { Pace } from '@/lib/metrics/pace'
import { ENOUGH } from '@/lib/metrics/series'
import { Tile, type TileTone } from './tiles'
import { useDuration } from './use-duration'

/** The median, and the slow end only where enough was decided to speak of one. */
export function PaceTile({ pace, before }: { pace: Pace; before: Pace }) {
  const t = useTranslations('metrics')
  const duration = useDuration()
  const decided = pace.approved + pace.rejected
  const comparable = decided >= ENOUGH && before.approved + before.rejected >= ENOUGH
  const [note, tone] = ((): [string, TileTone] => {
    if (pace.p50 === null || pace.p95 === null) return [t('tile.nobodyDecided'), 'plain']
    if (decided < ENOUGH) return [t('tile.fewDecisions', { count: decided }), 'plain']
    const p95 = t('tile.p95', { time: duration(pace.p95) })
    const moved = comparable ? pace.p50 - (before.p50 ?? 0) : 0
    if (Math.abs(moved) < 1000) return [p95, 'plain']
    return moved > 0
      ? [t('tile.longer', { p95, time: duration(moved) }), 'bad']
      : [t('tile.shorter', { p95, time: duration(-moved) }), 'ok']
  })()
  return <Tile label={t('tile.time')} value={pace.p50 === null ? '–' : duration(pace.p50)} note={note} tone={tone} />
}
