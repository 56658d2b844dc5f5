'use client'
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'

interface Gate {
  /** How many folded parts nobody has opened yet. */
  unread: number
  opened: (part: string) => void
}

const GateContext = createContext<Gate>({ unread: 0, opened: () => {} })
export const useReadGate = () => useContext(GateContext)

/**
 * Knows which folded parts of the document were opened. On the server none is, so the buttons start closed.
 * `about` is the hash of what is shown: after an edit, what was read before counts no more.
 */
export function ReadGate({ about, parts, children }: { about: string; parts: readonly string[]; children: ReactNode }) {
  const [read, setRead] = useState<readonly string[]>([])
  const opened = useCallback((part: string) => setRead((before) => [...before, `${about} ${part}`]), [about])
  const unread = parts.filter((part) => !read.includes(`${about} ${part}`)).length
  const gate = useMemo(() => ({ unread, opened }), [unread, opened])
  return <GateContext value={gate}>{children}</GateContext>
}
