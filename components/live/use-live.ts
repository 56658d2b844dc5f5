'use client'
import { useEffect, useEffectEvent, useState } from 'react'
import { atMostEvery } from './at-most-every'
import { followLive } from './live-stream'

const AT_MOST_EVERY_MS = 1_000
const FALLBACK_MS = 10_000
const PATIENCE_MS = 2_500

/** Does the work whenever something changed in the workspace, and every 10 s while the stream is down; whether it is. */
export function useLive(work: () => void, on = true, { whileHidden = false } = {}): boolean {
  const [down, setDown] = useState(false)
  const changed = useEffectEvent(work)

  useEffect(() => {
    if (!on) return
    const again = atMostEvery(AT_MOST_EVERY_MS, () => changed(), whileHidden)
    let fallback: ReturnType<typeof setInterval> | undefined
    let patience: ReturnType<typeof setTimeout> | undefined
    const settle = () => {
      clearTimeout(patience)
      clearInterval(fallback)
      patience = fallback = undefined
    }
    const stop = followLive((message) => {
      if (message === 'presence') return
      if (message !== 'down') {
        settle()
        setDown(false)
        again.soon()
      } else if (!patience) {
        again.soon()
        patience = setTimeout(() => setDown(true), PATIENCE_MS)
        fallback = setInterval(() => again.soon(), FALLBACK_MS)
      }
    })
    return () => {
      stop()
      settle()
      again.stop()
    }
  }, [on, whileHidden])
  return down
}
