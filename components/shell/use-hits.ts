'use client'
import { useEffect, useState } from 'react'
import type { Hit } from '@/lib/search/find'

const PAUSE_MS = 120

interface Answer {
  words: string
  hits: readonly Hit[]
  failed: boolean
}

/** What the desk finds for these words, once they stay for a moment. The last answer stays until the next one is there. */
export function useHits(typed: string): Answer & { waiting: boolean } {
  const words = typed.trim()
  const [answer, setAnswer] = useState<Answer>({ words: '', hits: [], failed: false })
  useEffect(() => {
    if (!words) return
    const control = new AbortController()
    const ask = setTimeout(async () => {
      try {
        const found = await fetch(`/api/search?${new URLSearchParams({ q: words })}`, { signal: control.signal, cache: 'no-store' })
        if (!found.ok) throw new Error(`the search was refused with ${found.status}`)
        const { hits } = (await found.json()) as { hits: Hit[] }
        setAnswer({ words, hits, failed: false })
      } catch {
        if (!control.signal.aborted) setAnswer({ words, hits: [], failed: true })
      }
    }, PAUSE_MS)
    return () => {
      clearTimeout(ask)
      control.abort()
    }
  }, [words])
  return words ? { ...answer, waiting: answer.words !== words } : { words, hits: [], failed: false, waiting: false }
}
