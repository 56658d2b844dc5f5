import { useFormatter, useTranslations } from 'next-intl'
import { Tile, Tiles, useShare } from '@/components/metrics/tiles'
import { useDuration } from '@/components/metrics/use-duration'
import { ownPace, type OwnPace as Pace } from '@/lib/approvals/own-pace'
import type { Ctx } from '@/lib/context'
import { share } from '@/lib/metrics/series'

export async function OwnPace({ ctx }: { ctx: Ctx }) {
  return <PaceTiles pace={await ownPace(ctx)} />
}

function PaceTiles({ pace: { approved, refused, hours, median } }: { pace: Pace }) {
  const t = useTranslations('account.pace')
  const format = useFormatter()
  const said = useShare()
  const duration = useDuration()
  const decided = approved + refused
  if (decided === 0) return <p className="text-13 text-ink-2">{t('none')}</p>
  return (
    <Tiles label={t('title')}>
      <Tile label={t('perHour')} value={format.number(decided / hours, { maximumFractionDigits: 1 })} note={t('hours', { decided, hours })} />
      <Tile label={t('approved')} value={said(share(approved, decided))} note={t('counts', { approved, refused })} />
      <Tile label={t('median')} value={median === null ? '–' : duration(median)} note={t('medianAbout')} />
    </Tiles>
  )
}
