'use client'
import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react'
import { aloneBecause, MOST_TOGETHER } from '@/lib/approvals/together'
import type { ApprovalRow } from '@/lib/approvals/queries'

interface Selection {
  /** What is selected, each with the hash its row showed then. */
  picked: ReadonlyMap<string, string>
  toggle: (row: ApprovalRow) => void
  /** Everything from the row selected last to this one. */
  extend: (rows: readonly ApprovalRow[], to: ApprovalRow) => void
  all: (rows: readonly ApprovalRow[]) => void
  clear: () => void
}

const SelectionContext = createContext<Selection | null>(null)

export function useSelection(): Selection {
  const selection = useContext(SelectionContext)
  if (!selection) throw new Error('useSelection outside of the queue')
  return selection
}

export const selectable = (row: ApprovalRow) => row.status === 'pending' && aloneBecause(row) === null

/** What a reviewer picked to decide together; it stays while documents come and go. */
export function SelectionProvider({ children }: { children: ReactNode }) {
  const [picked, setPicked] = useState<ReadonlyMap<string, string>>(new Map())
  const last = useRef<string>(undefined)

  const add = useCallback((rows: readonly ApprovalRow[]) => {
    setPicked((before) => {
      const next = new Map(before)
      for (const row of rows) if (next.size < MOST_TOGETHER && selectable(row) && !next.has(row.id)) next.set(row.id, row.actionHash)
      return next
    })
  }, [])
  const toggle = useCallback((row: ApprovalRow) => {
    last.current = row.id
    setPicked((before) => {
      const next = new Map(before)
      if (!next.delete(row.id) && next.size < MOST_TOGETHER && selectable(row)) next.set(row.id, row.actionHash)
      return next
    })
  }, [])
  const extend = useCallback((rows: readonly ApprovalRow[], to: ApprovalRow) => {
    const [from, end] = [rows.findIndex(({ id }) => id === last.current), rows.findIndex(({ id }) => id === to.id)]
    add(from < 0 ? [to] : rows.slice(Math.min(from, end), Math.max(from, end) + 1))
    last.current = to.id
  }, [add])
  const clear = useCallback(() => setPicked(new Map()), [])
  const selection = useMemo(() => ({ picked, toggle, extend, all: add, clear }), [picked, toggle, extend, add, clear])
  return <SelectionContext value={selection}>{children}</SelectionContext>
}
