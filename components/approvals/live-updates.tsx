'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { setServerTime } from '@/components/ui/use-clock'
import { followLive } from './live-stream'

const AT_MOST_EVERY_MS = 1_000
const FALLBACK_MS = 10_000
const PATIENCE_MS = 2_500

/** Draws the page again when something changed. `now` is the database's clock, by which countdowns run. */
export function LiveUpdates({ now }: { now: number }) {
  const t = useTranslations('approvals.live')
  const router = useRouter()
  const [down, setDown] = useState(false)
  useEffect(() => setServerTime(now), [now])

  useEffect(() => {
    const refresh = atMostEvery(AT_MOST_EVERY_MS, () => router.refresh())
    let fallback: ReturnType<typeof setInterval> | undefined
    let patience: ReturnType<typeof setTimeout> | undefined
    const settle = () => {
      clearTimeout(patience)
      clearInterval(fallback)
      patience = fallback = undefined
    }
    const stop = followLive((message) => {
      if (message !== 'down') {
        settle()
        setDown(false)
        refresh.soon()
      } else if (!patience) {
        refresh.soon()
        patience = setTimeout(() => setDown(true), PATIENCE_MS)
        fallback = setInterval(() => refresh.soon(), FALLBACK_MS)
      }
    })
    return () => {
      stop()
      settle()
      refresh.stop()
    }
  }, [router])

  return (
    <span role="status" className="text-12 text-warn">
      {down && t('reconnecting')}
    </span>
  )
}

/** First at once, then no more often than this; a hidden tab waits until it is looked at. */
function atMostEvery(ms: number, work: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = -Infinity
  let owed = false
  const run = () => {
    timer = undefined
    if (document.hidden) return void (owed = true)
    owed = false
    last = performance.now()
    work()
  }
  const soon = () => void (timer ??= setTimeout(run, Math.max(0, last + ms - performance.now())))
  const seen = () => !document.hidden && owed && soon()
  document.addEventListener('visibilitychange', seen)
  return {
    soon,
    stop: () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', seen)
    },
  }
}
