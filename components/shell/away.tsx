'use client'
import { useEffect } from 'react'

const AWAY_AFTER_MS = 60_000
const LOOK_EVERY_MS = 15_000
const NOTE_EVERY_MS = 5_000
const TOUCHED = 'countersign-touched'
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/** Says in a cookie when nobody touched any tab for a minute, so that what pages ask by themselves is not taken for use. */
export function Away({ cookie }: { cookie: string }) {
  useEffect(() => {
    let noted = -Infinity
    const touched = () => {
      const now = Date.now()
      if (now - noted < NOTE_EVERY_MS) return
      noted = now
      localStorage.setItem(TOUCHED, String(now))
      document.cookie = `${cookie}=; path=/; max-age=0; samesite=lax`
    }
    const look = () => {
      if (Date.now() - Number(localStorage.getItem(TOUCHED)) < AWAY_AFTER_MS) return
      // The next touch is a return, however soon it comes.
      noted = -Infinity
      document.cookie = `${cookie}=1; path=/; max-age=86400; samesite=lax`
    }
    touched()
    const looking = setInterval(look, LOOK_EVERY_MS)
    for (const sign of SIGNS) addEventListener(sign, touched, { capture: true, passive: true })
    return () => {
      clearInterval(looking)
      for (const sign of SIGNS) removeEventListener(sign, touched, { capture: true })
    }
  }, [cookie])
  return null
}
