'use client'
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useLayoutEffect, useRef, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { cn } from '@/components/ui/cn'
import type { ApprovalPage, ApprovalRow as Row } from '@/lib/approvals/queries'
import type { ApprovalFilter } from '@/lib/approvals/schema'
import { ApprovalRow, nameId, ROW_HEIGHT } from './approval-row'
import { filterSearch } from './filter-params'
import { useQueue } from './queue-context'
import { selectable, useSelection } from './selection'
import { SelectionBar } from './selection-bar'
import type { TogetherActions } from './together-run'
import { useListKeys } from './use-list-keys'
import { useRows } from './use-rows'
import { useStale } from './use-stale'

/** Up to here every row is drawn; a longer list draws what is near. */
const DRAW_ALL = 60

interface ApprovalListProps {
  page: ApprovalPage
  served: ApprovalFilter
  empty: ReactNode
  together: TogetherActions
}

export function ApprovalList({ page, served, empty, together }: ApprovalListProps) {
  const t = useTranslations('approvals.list')
  const { selected, decides } = useQueue()
  const { picked, toggle, extend } = useSelection()
  const stale = useStale(served)
  const search = filterSearch(served)
  const { rows, next, status, loadMore } = useRows(page, search)
  const scroller = useRef<HTMLDivElement>(null)
  const current = rows.findIndex((row) => row.id === selected)

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
    initialRect: { width: 392, height: 1000 },
    rangeExtractor: useCallback(
      (range: Range) => {
        if (range.count <= DRAW_ALL) return Array.from({ length: range.count }, (_, index) => index)
        // The open row stays drawn wherever the list is scrolled to, so that it cannot lose the focus.
        const near = defaultRangeExtractor(range)
        return current < 0 || near.includes(current) ? near : [...near, current].toSorted((a, b) => a - b)
      },
      [current],
    ),
  })
  useListKeys({ rows, current, search, waiting: served.status === 'waiting', reveal: (index) => virtual.scrollToIndex(index, { align: 'auto' }) })
  useSteadyScroll(scroller, rows)

  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const nearEnd = rows.length > DRAW_ALL && last >= rows.length - 10
  useEffect(() => {
    if (nearEnd && next && status === 'idle') loadMore()
  }, [nearEnd, next, status, loadMore])

  return (
    <>
      <div ref={scroller} aria-busy={stale} className={cn('relative min-h-0 flex-1 overflow-y-auto transition-opacity', stale && 'opacity-60')}>
        {rows.length === 0 ? (
          empty
        ) : (
          <ul aria-label={t('label')} className="relative m-0 list-none p-0" style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index]
              return row ? (
                <li key={item.key} aria-setsize={next ? -1 : rows.length} aria-posinset={item.index + 1} className="absolute inset-x-0 top-0" style={{ transform: `translateY(${item.start}px)` }}>
                  <ApprovalRow row={row} selected={row.id === selected} picked={picked.has(row.id)} href={`/approvals/${row.id}${search}`} />
                  {decides && row.status === 'pending' && (
                    <RowCheckbox row={row} picked={picked.has(row.id)} onPick={(range) => (range ? extend(rows, row) : toggle(row))} />
                  )}
                </li>
              ) : null
            })}
          </ul>
        )}
        {next && (
          <div className="grid place-items-center p-3">
            <Button variant="ghost" size="sm" disabled={status === 'loading'} onClick={loadMore}>
              {t(status === 'failed' ? 'moreFailed' : 'more')}
            </Button>
          </div>
        )}
      </div>
      <SelectionBar rows={rows} actions={together} />
    </>
  )
}

/** Over the row and not inside it: a link holds no other control. */
function RowCheckbox({ row, picked, onPick }: { row: Row; picked: boolean; onPick: (range: boolean) => void }) {
  const t = useTranslations('approvals.select')
  const alone = !selectable(row)
  return (
    <label title={alone ? t('alone') : undefined} className="absolute end-1.5 bottom-1 grid size-[34px] place-items-center">
      <Checkbox
        aria-labelledby={nameId(row)}
        checked={picked}
        disabled={alone}
        className="disabled:opacity-30"
        onClick={(event) => onPick(event.shiftKey)}
        onChange={() => {}}
      />
    </label>
  )
}

/** Rows that come or go above what is being looked at do not move it. */
function useSteadyScroll(scroller: React.RefObject<HTMLDivElement | null>, rows: { id: string }[]) {
  const anchor = useRef<{ id: string; into: number }>(undefined)
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const at = anchor.current ? rows.findIndex((row) => row.id === anchor.current?.id) : -1
    if (anchor.current && at >= 0) element.scrollTo({ top: at * ROW_HEIGHT + anchor.current.into, behavior: 'instant' })
    const remember = () => {
      const index = Math.floor(element.scrollTop / ROW_HEIGHT)
      const row = rows[index]
      anchor.current = element.scrollTop > 0 && row ? { id: row.id, into: element.scrollTop - index * ROW_HEIGHT } : undefined
    }
    remember()
    element.addEventListener('scroll', remember, { passive: true })
    return () => element.removeEventListener('scroll', remember)
  }, [scroller, rows])
}
