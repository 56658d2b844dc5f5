'use client'
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useCallback, useEffect, type RefObject } from 'react'
import { ROW_HEIGHT } from './approval-row'
import { ListRows, type ListRowsProps } from './list-rows'

interface VirtualRowsProps extends ListRowsProps {
  scroller: RefObject<HTMLDivElement | null>
  onNearEnd: () => void
}

/** A long list draws what is near; what comes after is asked for before its end is reached. */
export function VirtualRows({ scroller, onNearEnd, ...list }: VirtualRowsProps) {
  const { rows, current } = list
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
  const places = virtual.getVirtualItems().map(({ index }) => index)
  const nearEnd = (places.at(-1) ?? 0) >= rows.length - 10
  useEffect(() => {
    if (nearEnd) onNearEnd()
  }, [nearEnd, onNearEnd])
  return <ListRows {...list} places={places} />
}
