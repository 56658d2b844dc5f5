'use client'
import { useSearchParams } from 'next/navigation'
import type { ApprovalFilter } from '@/lib/approvals/schema'
import { filterSearch, readFilter } from './filter-params'

/** The filters of the address, and how to change some of them without going anywhere. */
export function useFilter(): [ApprovalFilter, (change: Partial<ApprovalFilter>) => void] {
  const filter = readFilter(useSearchParams())
  return [filter, (change) => window.history.replaceState(null, '', `${window.location.pathname}${filterSearch({ ...filter, ...change })}`)]
}
