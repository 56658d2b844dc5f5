'use client'
import { Pause, Play } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useLive } from '@/components/live/use-live'
import { ButtonLink } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { Newer } from '@/lib/actions/activity'

interface LiveControlProps {
  /** Where the other state is; null while there is nothing to pause. */
  href: string | null
  /** Set while it is paused: the question that counts what waits, and its answer when the page was drawn. */
  paused: { ask: string; newer: Newer } | null
}

/** Follows the workspace: draws the page again, or while it is paused counts what a resume will show. */
export function LiveControl({ href, paused }: LiveControlProps) {
  const t = useTranslations('activity.live')
  const router = useRouter()
  const [newer, setNewer] = useState(paused?.newer)
  const down = useLive(async () => {
    if (!paused) return router.refresh()
    const answer = await fetch(paused.ask, { cache: 'no-store' }).catch(() => null)
    if (answer?.ok) setNewer((await answer.json()) as Newer)
  })
  const dot = down ? 'bg-warn' : paused ? 'bg-ink-3' : 'bg-ok'
  return (
    <div role="group" aria-label={t('label')} className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <span role="status" data-live={paused ? 'paused' : down ? 'down' : 'live'} className="flex items-center gap-2 text-13 text-ink-2">
        <span aria-hidden className={cn('size-2 rounded-full', dot)} />
        {down ? t('down') : t(paused ? 'paused' : 'live')}
        {paused && newer && <span className="nums">· {t('newer', { count: newer.count, more: newer.more ? 'yes' : 'no' })}</span>}
      </span>
      {href && (
        <ButtonLink size="sm" href={href} scroll={false} prefetch={false} replace>
          {paused ? <Play aria-hidden className="flip-rtl size-3.5" /> : <Pause aria-hidden className="size-3.5" />}
          {t(paused ? 'resume' : 'pause')}
        </ButtonLink>
      )}
    </div>
  )
}
