'use client'
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, type RefObject } from 'react'
import type { ApprovalRow as Row } from '@/lib/approvals/queries'
import { ROW_HEIGHT } from './approval-row'

interface VirtualPlacesProps {
  rows: readonly Row[]
  /** Index of the open row; -1 when none is. */
  current: number
  scroller: RefObject<HTMLDivElement | null>
  onPlaces: (places: readonly number[]) => void
  onNearEnd: () => void
}

/**
 * Says which rows of a long list are near enough to be drawn, and asks for what comes after before its end is reached.
 * It draws none itself: the same rows stay where they are, with the focus, when a list grows long or short.
 */
export function VirtualPlaces({ rows, current, scroller, onPlaces, onNearEnd }: VirtualPlacesProps) {
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
    initialRect: { width: 392, height: 1000 },
    rangeExtractor: useCallback(
      (range: Range) => {
        // The open row stays drawn wherever the list is scrolled to, so that it cannot lose the focus.
        const near = defaultRangeExtractor(range)
        return current < 0 || near.includes(current) ? near : [...near, current].toSorted((a, b) => a - b)
      },
      [current],
    ),
  })
  const places = virtual.getVirtualItems().map(({ index }) => index).join()
  useLayoutEffect(() => {
    onPlaces(places === '' ? [] : places.split(',').map(Number))
  }, [places, onPlaces])
  const nearEnd = Number(places.split(',').at(-1)) >= rows.length - 10
  useEffect(() => {
    if (nearEnd) onNearEnd()
  }, [nearEnd, onNearEnd])
  return null
}
