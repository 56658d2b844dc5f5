'use client'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { ApprovalPage } from '@/lib/approvals/queries'
import type { ApprovalFilter } from '@/lib/approvals/schema'
import { ROW_HEIGHT } from './approval-row'
import { filterSearch } from './filter-params'
import { ListRows } from './list-rows'
import { useOutbox } from './outbox'
import { useQueue } from './queue-context'
import { SelectionBar } from './selection-bar'
import type { TogetherActions } from './together-run'
import { useListKeys } from './use-list-keys'
import { useRows } from './use-rows'
import { useStale } from './use-stale'

/** Up to here every row is drawn; what a longer list needs comes with it. */
const DRAW_ALL = 60
const VirtualPlaces = dynamic(() => import('./virtual-places').then((file) => file.VirtualPlaces), { ssr: false })

interface ApprovalListProps {
  page: ApprovalPage
  served: ApprovalFilter
  /** The database's clock when it was served, in ms. */
  at: number
  empty: ReactNode
  together: TogetherActions
}

export function ApprovalList({ page, served, at, empty, together }: ApprovalListProps) {
  const t = useTranslations('approvals.list')
  const { selected } = useQueue()
  const stale = useStale(served)
  const search = filterSearch(served)
  const { sent } = useOutbox()
  const { rows: known, next, status, loadMore } = useRows(page, search)
  // What was decided since is gone from what waits, as it will be when the list is served again.
  const rows = useMemo(() => {
    const left = ({ id }: { id: string }) => {
      const mine = sent.get(id)
      return mine?.is === 'done' && mine.at > at
    }
    return served.status === 'waiting' && known.some(left) ? known.filter((row) => !left(row)) : known
  }, [known, sent, at, served.status])
  const scroller = useRef<HTMLDivElement>(null)
  const current = rows.findIndex((row) => row.id === selected)
  useListKeys({ rows, current, search, waiting: served.status === 'waiting', reveal: (index) => reveal(scroller.current, index) })
  useSteadyScroll(scroller, rows)
  const onNearEnd = useCallback(() => {
    if (next && status === 'idle') loadMore()
  }, [next, status, loadMore])

  const [near, setNear] = useState<readonly number[] | null>(null)
  const long = rows.length > DRAW_ALL
  const places = useMemo(() => {
    const drawn = long && near ? near : [...rows.keys()].slice(0, DRAW_ALL)
    return current < 0 || drawn.includes(current) ? drawn : [...drawn, current].toSorted((a, b) => a - b)
  }, [long, near, rows, current])
  return (
    <>
      <div ref={scroller} aria-busy={stale} className={cn('relative min-h-0 flex-1 overflow-y-auto transition-opacity', stale && 'opacity-60')}>
        {rows.length === 0 ? (
          empty
        ) : (
          <ListRows rows={rows} current={current} more={next !== null} search={search} places={places} />
        )}
        {long && <VirtualPlaces rows={rows} current={current} scroller={scroller} onPlaces={setNear} onNearEnd={onNearEnd} />}
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

/** Scrolls no further than it takes to see the whole row. */
function reveal(element: HTMLElement | null, index: number) {
  if (!element) return
  const [top, bottom] = [index * ROW_HEIGHT, (index + 1) * ROW_HEIGHT]
  if (top < element.scrollTop) element.scrollTo({ top, behavior: 'instant' })
  else if (bottom > element.scrollTop + element.clientHeight) element.scrollTo({ top: bottom - element.clientHeight, behavior: 'instant' })
}

/** Rows that come or go above what is being looked at do not move it. */
function useSteadyScroll(scroller: React.RefObject<HTMLDivElement | null>, rows: { id: string }[]) {
  const anchor = useRef<{ id: string; index: number; into: number }>(undefined)
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const remember = () => {
      const index = Math.floor(element.scrollTop / ROW_HEIGHT)
      const row = rows[index]
      anchor.current = element.scrollTop > 0 && row ? { id: row.id, index, into: element.scrollTop - index * ROW_HEIGHT } : undefined
    }
    const { current: held } = anchor
    const index = held ? rows.findIndex((row) => row.id === held.id) : -1
    // To ask where it is scrolled to makes the browser lay out the page: only where the rows did move.
    if (held && index < 0) remember()
    else if (held && index !== held.index) {
      element.scrollTo({ top: index * ROW_HEIGHT + held.into, behavior: 'instant' })
      held.index = index
    }
    element.addEventListener('scroll', remember, { passive: true })
    return () => element.removeEventListener('scroll', remember)
  }, [scroller, rows])
}
