import { useTranslations } from 'next-intl'
import { percentile } from '@/lib/metrics/histogram'
import { ENOUGH, type Decisions } from '@/lib/metrics/series'
import { Tile, type TileTone } from './tiles'
import { useDuration } from './use-duration'

/** The median, and the slow end only where enough was decided to speak of one. */
export function PaceTile({ pace, before }: { pace: Decisions; before: Decisions }) {
  const t = useTranslations('metrics')
  const duration = useDuration()
  const decided = pace.approved + pace.rejected
  const comparable = decided >= ENOUGH && before.approved + before.rejected >= ENOUGH
  const [p50, p95, p50Before] = [percentile(pace.took, 0.5), percentile(pace.took, 0.95), percentile(before.took, 0.5)]
  const [note, tone] = ((): [string, TileTone] => {
    if (p50 === null || p95 === null) return [t('tile.nobodyDecided'), 'plain']
    if (decided < ENOUGH) return [t('tile.fewDecisions', { count: decided }), 'plain']
    const slow = t('tile.p95', { time: duration(p95) })
    const moved = comparable ? p50 - (p50Before ?? 0) : 0
    if (Math.abs(moved) < 1000) return [slow, 'plain']
    return moved > 0
      ? [t('tile.longer', { p95: slow, time: duration(moved) }), 'bad']
      : [t('tile.shorter', { p95: slow, time: duration(-moved) }), 'ok']
  })()
  return <Tile label={t('tile.time')} value={p50 === null ? '–' : duration(p50)} note={note} tone={tone} />
}
