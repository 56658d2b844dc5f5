'use client'
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'

interface Gate {
  /** How many folded parts nobody has opened yet. */
  unread: number
  opened: (part: string) => void
}

const GateContext = createContext<Gate>({ unread: 0, opened: () => {} })
export const useReadGate = () => useContext(GateContext)

/** Knows which folded parts of the document were opened. On the server none is, so the buttons start closed. */
export function ReadGate({ parts, children }: { parts: readonly string[]; children: ReactNode }) {
  const [read, setRead] = useState<readonly string[]>([])
  const opened = useCallback((part: string) => setRead((before) => (before.includes(part) ? before : [...before, part])), [])
  const unread = parts.filter((part) => !read.includes(part)).length
  const gate = useMemo(() => ({ unread, opened }), [unread, opened])
  return <GateContext value={gate}>{children}</GateContext>
}
