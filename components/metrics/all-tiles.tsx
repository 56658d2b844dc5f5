import { useFormatter, useTranslations } from 'next-intl'
import { actionsIn, share, type ActionPoint, type Share } from '@/lib/metrics/series'
import { PaceTile } from './pace-tile'
import { Tile, Tiles, useComparison, useShare } from './tiles'

/** The period in six numbers, each beside the period before. */
export function AllTiles({ now, before }: Record<'now' | 'before', Omit<ActionPoint, 'at'>>) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const said = useShare()
  const compared = useComparison()
  const [count, countBefore] = [actionsIn(now), actionsIn(before)]
  const asked = share(now.asked, count)
  const decided = now.decisions.approved + now.decisions.rejected
  const decidedBefore = before.decisions.approved + before.decisions.rejected
  const approved = share(now.decisions.approved, decided)
  const blocked = share(now.blocked, count)
  const ofAll = (of: Share, part: number) => (of.kind === 'few' ? t('tile.tooFew') : t('few', { part, of: count }))
  const money = Object.entries(now.costs).sort().map(([currency, micros]) =>
    format.number(micros / 1e6, { style: 'currency', currency, maximumFractionDigits: micros < 1e6 ? 4 : 2 }))
  return (
    <Tiles label={t('tile.label')}>
      <Tile label={t('tile.actions')} value={format.number(count)} note={t('tile.forPeople', { compared: compared.ofCount(count, countBefore), people: Object.keys(now.users).length })} />
      <Tile label={t('tile.asked')} value={said(asked)} note={compared.ofShare(asked, share(before.asked, countBefore)) ?? ofAll(asked, now.asked)} />
      <Tile
        label={t('tile.approved')}
        value={said(approved)}
        note={compared.ofShare(approved, share(before.decisions.approved, decidedBefore)) ?? (approved.kind === 'few' ? t('tile.tooFew') : t('tile.ofDecided', { count: decided }))}
      />
      <PaceTile pace={now.decisions} before={before.decisions} />
      <Tile label={t('tile.blocked')} value={said(blocked)} note={compared.ofShare(blocked, share(before.blocked, countBefore)) ?? ofAll(blocked, now.blocked)} />
      <Tile
        label={t('tile.tokens')}
        value={format.number(now.tokens, { notation: 'compact', maximumFractionDigits: 1 })}
        note={money.length > 0 ? money.join(' + ') : t('tile.noCost')}
      />
    </Tiles>
  )
}
