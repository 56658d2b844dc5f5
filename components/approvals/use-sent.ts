'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useOutbox } from './outbox'

const PATIENCE_MS = 1_500

/** What became of a decision sent off from here. `known`: the page that is shown says so itself by now. */
export function useSent(approvalId: string, known: boolean) {
  const router = useRouter()
  const { sent, forget } = useOutbox()
  const mine = sent.get(approvalId)
  const done = mine?.is === 'done'
  useEffect(() => {
    if (!done) return
    if (known) {
      forget(approvalId)
      return
    }
    const timer = setTimeout(() => router.refresh(), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [done, known, approvalId, forget, router])
  return { onItsWay: mine !== undefined && mine.is !== 'refused', refused: mine?.is === 'refused' ? mine.why : null }
}
