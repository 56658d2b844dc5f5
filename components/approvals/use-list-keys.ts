'use client'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import type { ApprovalRow } from '@/lib/approvals/queries'
import { inDialog } from './in-dialog'
import { useOutbox, type Sent } from './outbox'
import { useQueue } from './queue-context'
import { useSelection } from './selection'
import { besideTheList, useAhead } from './use-ahead'

interface ListKeys {
  rows: ApprovalRow[]
  /** Index of the open row; -1 when none is, or when it has left the list. */
  current: number
  search: string
  /** Whether what is decided leaves this list. */
  waiting: boolean
  reveal: (index: number) => void
}

const FOLLOWING = 50

/** Of a long list only what is near is drawn: a row just scrolled to comes a frame or two later. */
function focusRow(id: string, frames = 30) {
  const row = document.querySelector<HTMLElement>(`[data-approval="${id}"]`)
  if (row) row.focus({ preventScroll: true })
  else if (frames > 0) requestAnimationFrame(() => focusRow(id, frames - 1))
}

/** What is decided next: the first below that is not on its way already, or else the nearest above. -1 where there is none. */
function toDecide(rows: readonly ApprovalRow[], current: number, below: number, sent: ReadonlyMap<string, Sent>): number {
  const next = rows.findIndex(({ id }, index) => index >= below && !sent.has(id))
  return next >= 0 ? next : rows.findLastIndex(({ id }, index) => index < below && index !== current && !sent.has(id))
}

/** J and K go down and up, X selects. Keys are read by their place, so they work on a Hebrew layout too. */
export function useListKeys({ rows, current, search, waiting, reveal }: ListKeys) {
  const { open, hotkeys, selected, decides, onAdvance } = useQueue()
  const { sent } = useOutbox()
  const { picked, toggle, extend, all, clear } = useSelection()
  // A row that was decided leaves the list; the next one is the first of those that followed it.
  const place = useRef(-1)
  const following = useRef<readonly string[]>([])
  useEffect(() => {
    if (current >= 0) place.current = current
  }, [current, selected]) // where the row above leaves as this one opens, both stand at the same place
  useEffect(() => {
    if (current >= 0) following.current = rows.slice(current + 1, current + 1 + FOLLOWING).map(({ id }) => id)
  }, [current, rows])

  const goTo = (index: number) => {
    const row = rows[index]
    if (!row) return
    place.current = index
    reveal(index)
    open(`/approvals/${row.id}${search}`)
    requestAnimationFrame(() => focusRow(row.id))
  }
  const afterGone = () => rows.findIndex(({ id }) => following.current.includes(id))
  const step = (by: 1 | -1) => {
    const gone = current < 0 && selected !== null && place.current >= 0
    // From where the last key went, also while that is still on its way.
    const from = current < 0 ? current : place.current
    const after = gone && by === 1 ? afterGone() : -1
    const wanted = after >= 0 ? after : gone ? place.current + (by === 1 ? 0 : -1) : from + by
    const index = Math.min(Math.max(wanted, 0), rows.length - 1)
    if (index !== current || index !== from) goTo(index)
  }
  // Where the list is beside the document, and there is one to go on to.
  const next = useEffectEvent((first?: () => void) => {
    const after = current < 0 ? afterGone() : current + 1
    const index = toDecide(rows, current, after < 0 ? rows.length : after, sent)
    if (!waiting || index < 0 || !besideTheList()) return false
    first?.()
    goTo(index)
    return true
  })
  useEffect(() => {
    onAdvance((first) => next(first))
  }, [onAdvance])
  const ahead = rows[selected === null ? 0 : toDecide(rows, current, current + 1, sent)]
  useAhead(hotkeys && decides && waiting && ahead && (current >= 0 || selected === null) ? `/approvals/${ahead.id}${search}` : null)

  const keys = { enabled: hotkeys, ignoreEventWhen: inDialog }
  useHotkeys('j', () => step(1), keys)
  useHotkeys('k', () => step(-1), keys)
  const selects = { ...keys, enabled: hotkeys && decides && waiting }
  const here = rows[current] ?? rows[0]
  useHotkeys('x', () => here && toggle(here), selects)
  useHotkeys('shift+x', () => here && extend(rows, here), selects)
  useHotkeys('shift+a', () => all(rows), selects)
  useHotkeys('escape', clear, { ...keys, enabled: picked.size > 0 })
}
