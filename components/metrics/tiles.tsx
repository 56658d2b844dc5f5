import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { growth, pointsMoved, type Share } from '@/lib/metrics/series'

const TONES = { plain: 'text-ink-3', ok: 'text-ok', bad: 'text-bad' } as const
export type TileTone = keyof typeof TONES

export function Tiles({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Card className="mb-4 overflow-hidden">
      <dl aria-label={label} className="-ms-px -mt-px grid grid-cols-2 md:grid-cols-3 lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none">{children}</dl>
    </Card>
  )
}

interface TileProps {
  label: string
  value: ReactNode
  note: ReactNode
  tone?: TileTone
}

export function Tile({ label, value, note, tone = 'plain' }: TileProps) {
  return (
    <div className="border-s border-t border-line px-[18px] py-3.5">
      <dt className="text-13 text-ink-2">{label}</dt>
      <dd>
        <span className="nums my-0.5 block text-24 font-semibold tracking-[-.02em]">{value}</span>
        <span className={cn('nums block text-12', TONES[tone])}>{note}</span>
      </dd>
    </div>
  )
}

/** A share as it can be said: nothing, "3 of 7", or per cent. */
export function useShare() {
  const t = useTranslations('metrics')
  const format = useFormatter()
  return (share: Share) =>
    share.kind === 'none' ? '–'
    : share.kind === 'few' ? t('few', { part: share.part, of: share.of })
    : format.number(share.value, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
}

/** How a count or a share compares with the period before; says so where there is too little to compare. */
export function useComparison() {
  const t = useTranslations('metrics')
  const format = useFormatter()
  return {
    ofCount(now: number, then: number): string {
      const grown = growth(now, then)
      if (grown === null) return t('before.few', { count: then })
      const percent = format.number(Math.abs(grown), { style: 'percent', maximumFractionDigits: 0 })
      if (Math.abs(grown) < 0.005) return t('before.same')
      return grown > 0 ? t('before.more', { percent }) : t('before.fewer', { percent })
    },
    ofShare(now: Share, then: Share): string | null {
      const moved = pointsMoved(now, then)
      if (moved === null) return null
      const points = format.number(Math.abs(moved), { maximumFractionDigits: 1 })
      if (Math.abs(moved) < 0.05) return t('before.same')
      return moved > 0 ? t('before.pointsMore', { points }) : t('before.pointsFewer', { points })
    },
  }
}
