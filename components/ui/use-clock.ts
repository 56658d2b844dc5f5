'use client'
import { useNow } from 'next-intl'
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
/** How far this computer's clock is off, in ms. */
let skew = 0

/** Tells the page what time it is at the database, so that a wrong clock here shows no wrong countdown. */
export function setServerTime(now: number) {
  const found = now - Date.now()
  // Differences of a second are the way here, not the clock.
  skew = Math.abs(found) < 1500 ? 0 : found
}

/** This instant by that clock, in ms; for event handlers and effects. */
export const serverNow = () => Date.now() + skew

/** Calls back every second; one timer for the page. */
export function onTick(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(() => listeners.forEach((tell) => tell()), 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** This second, in ms. One timer for the page; while hydrating it is the server's time, so texts agree. */
export function useClock(everyS = 1): number {
  const server = useNow().getTime()
  const step = everyS * 1000
  return useSyncExternalStore(
    onTick,
    () => Math.floor(serverNow() / step) * step,
    () => server,
  )
}
