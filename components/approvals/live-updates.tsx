'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useLive } from '@/components/live/use-live'
import { serverNow, setServerTime } from '@/components/ui/use-clock'

const LONGEST_MS = 2_000_000_000

/** Draws the page again when something changed or comes back by itself. `now` is the database's clock, by which countdowns run. */
export function LiveUpdates({ now, wakesAt }: { now: number; wakesAt: number | null }) {
  const t = useTranslations('approvals.live')
  const router = useRouter()
  useEffect(() => setServerTime(now), [now])
  useEffect(() => {
    if (wakesAt === null) return
    const timer = setTimeout(() => router.refresh(), Math.min(Math.max(wakesAt - serverNow(), 0) + 250, LONGEST_MS))
    return () => clearTimeout(timer)
  }, [wakesAt, router])
  const down = useLive(() => router.refresh())
  return (
    <span role="status" className="text-12 text-warn">
      {down && t('reconnecting')}
    </span>
  )
}
