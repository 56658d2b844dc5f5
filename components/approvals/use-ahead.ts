'use client'
import { PrefetchKind } from 'next/dist/client/components/router-reducer/router-reducer-types'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Long enough that running down the list fetches nothing. */
const AFTER_MS = 80

/** Fetches what comes next while this one is read, so that a key shows it at once; and again whenever something changed. */
export function useAhead(href: string | null) {
  const router = useRouter()
  useEffect(() => {
    if (!href) return
    let timer: ReturnType<typeof setTimeout>
    let over = false
    // Next keeps calling back about what was fetched once, also when something else comes next by then.
    const fetchSoon = () => {
      clearTimeout(timer)
      if (!over) timer = setTimeout(() => document.hasFocus() && router.prefetch(href, { kind: PrefetchKind.FULL, onInvalidate: fetchSoon }), AFTER_MS)
    }
    fetchSoon()
    addEventListener('focus', fetchSoon)
    return () => {
      over = true
      clearTimeout(timer)
      removeEventListener('focus', fetchSoon)
    }
  }, [href, router])
}
