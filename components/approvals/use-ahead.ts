'use client'
import { PrefetchKind } from 'next/dist/client/components/router-reducer/router-reducer-types'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Whether the document stands beside the list; elsewhere nobody decides by keys. */
export const besideTheList = () => window.matchMedia('(min-width: 1024px)').matches

/** Long enough that running down the list fetches nothing. */
const AFTER_MS = 80

/** Fetches what comes next while this one is read, so that a key shows it at once; and again whenever something changed. */
export function useAhead(href: string | null) {
  const router = useRouter()
  useEffect(() => {
    if (!href) return
    let over = false
    // Next keeps calling back about what was fetched once, also when something else comes next by then.
    const fetchNow = () => {
      if (!over && document.hasFocus() && besideTheList()) router.prefetch(href, { kind: PrefetchKind.FULL, onInvalidate: fetchNow })
    }
    const timer = setTimeout(fetchNow, AFTER_MS)
    addEventListener('focus', fetchNow)
    return () => {
      over = true
      clearTimeout(timer)
      removeEventListener('focus', fetchNow)
    }
  }, [href, router])
}
