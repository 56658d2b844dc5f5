'use client'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import type { ApprovalRow } from '@/lib/approvals/queries'
import { inDialog } from './in-dialog'
import { useOutbox } from './outbox'
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
  }, [current])
  useEffect(() => {
    if (current >= 0) following.current = rows.slice(current + 1, current + 1 + FOLLOWING).map(({ id }) => id)
  }, [current, rows])

  const go = (step: 1 | -1, decided = false) => {
    const gone = current < 0 && selected !== null && place.current >= 0
    // From where the last key went, also while that is still on its way.
    const from = current < 0 ? current : place.current
    const after = gone && step === 1 ? rows.findIndex(({ id }) => following.current.includes(id)) : -1
    const wanted = after >= 0 ? after : gone ? place.current + (step === 1 ? 0 : -1) : from + step
    let index = Math.min(Math.max(wanted, 0), rows.length - 1)
    // Whoever decided goes on to what can be decided.
    while (decided && index < rows.length - 1 && sent.has(rows[index]?.id ?? '')) index += 1
    const row = rows[index]
    if (!row || (index === current && index === from)) return
    place.current = index
    reveal(index)
    open(`/approvals/${row.id}${search}`)
    requestAnimationFrame(() => focusRow(row.id))
  }
  // Where the list is beside the document, and there is one to go on to.
  const next = useEffectEvent((first?: () => void) => {
    const more = current < 0 ? rows.length > 0 : current < rows.length - 1
    if (!waiting || !more || !besideTheList()) return false
    first?.()
    go(1, true)
    return true
  })
  useEffect(() => {
    onAdvance((first) => next(first))
  }, [onAdvance])
  const ahead = rows[selected === null ? 0 : current + 1]
  useAhead(hotkeys && decides && waiting && ahead && (current >= 0 || selected === null) ? `/approvals/${ahead.id}${search}` : null)

  const keys = { enabled: hotkeys, ignoreEventWhen: inDialog }
  useHotkeys('j', () => go(1), keys)
  useHotkeys('k', () => go(-1), keys)
  const selects = { ...keys, enabled: hotkeys && decides && waiting }
  const here = rows[current] ?? rows[0]
  useHotkeys('x', () => here && toggle(here), selects)
  useHotkeys('shift+x', () => here && extend(rows, here), selects)
  useHotkeys('shift+a', () => all(rows), selects)
  useHotkeys('escape', clear, { ...keys, enabled: picked.size > 0 })
}
