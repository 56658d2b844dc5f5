'use client'
import { useEffect, useRef } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { inDialog, useQueue } from './queue-context'

interface ListKeys {
  rows: { id: string }[]
  /** Index of the open row; -1 when none is, or when it has left the list. */
  current: number
  search: string
  reveal: (index: number) => void
}

/** J and K go down and up. Keys are read by their place, so they work on a Hebrew layout too. */
export function useListKeys({ rows, current, search, reveal }: ListKeys) {
  const { open, hotkeys, selected } = useQueue()
  // A row that was decided leaves the list; the next one then stands where it was.
  const place = useRef(-1)
  useEffect(() => {
    if (current >= 0) place.current = current
  }, [current])

  const go = (step: 1 | -1) => {
    const gone = current < 0 && selected !== null && place.current >= 0
    const wanted = gone ? place.current + (step === 1 ? 0 : -1) : current + step
    const index = Math.min(Math.max(wanted, 0), rows.length - 1)
    const row = rows[index]
    if (!row || index === current) return
    place.current = index
    reveal(index)
    open(`/approvals/${row.id}${search}`)
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-approval="${row.id}"]`)?.focus({ preventScroll: true }))
  }
  useHotkeys('j', () => go(1), { enabled: hotkeys, ignoreEventWhen: inDialog })
  useHotkeys('k', () => go(-1), { enabled: hotkeys, ignoreEventWhen: inDialog })
}
