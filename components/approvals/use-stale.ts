'use client'
import { useRouter, useSearchParams } from 'next/navigation'
import { useEffect, useTransition } from 'react'
import type { ApprovalFilter } from '@/lib/approvals/schema'
import { filterSearch, readFilter } from './filter-params'

/**
 * Whether the rows on screen are not yet those that the address asks for. The list lives in the layout, which Next
 * draws again only when asked; so whenever the two differ, this asks.
 */
export function useStale(served: ApprovalFilter): boolean {
  const router = useRouter()
  // The address as it is, not as it is about to be: only that is what the server is told.
  const address = useSearchParams()
  const [refreshing, startTransition] = useTransition()
  const search = filterSearch(readFilter(address))
  const differs = search !== filterSearch(served)
  useEffect(() => {
    if (differs) startTransition(() => router.refresh())
  }, [differs, search, router])
  return refreshing || differs
}
