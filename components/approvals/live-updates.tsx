'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useLive } from '@/components/live/use-live'
import { setServerTime } from '@/components/ui/use-clock'

/** Draws the page again when something changed. `now` is the database's clock, by which countdowns run. */
export function LiveUpdates({ now }: { now: number }) {
  const t = useTranslations('approvals.live')
  const router = useRouter()
  useEffect(() => setServerTime(now), [now])
  const down = useLive(() => router.refresh())
  return (
    <span role="status" className="text-12 text-warn">
      {down && t('reconnecting')}
    </span>
  )
}
