'use client'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ApprovalPage, ApprovalRow } from '@/lib/approvals/queries'

type Status = 'idle' | 'loading' | 'failed'

async function fetchPage(search: string, cursor: string, signal: AbortSignal): Promise<ApprovalPage> {
  const query = new URLSearchParams(search)
  query.set('cursor', cursor)
  const answer = await fetch(`/api/approvals?${query}`, { signal, headers: { accept: 'application/json' } })
  if (!answer.ok) throw new Error(`the next rows were refused with ${answer.status}`)
  return (await answer.json()) as ApprovalPage
}

/** The served first page and the pages that were asked for after it, read again whenever the first one is. */
export function useRows(first: ApprovalPage, search: string) {
  const [more, setMore] = useState<ApprovalPage[]>([])
  const [status, setStatus] = useState<Status>('idle')
  const flight = useRef<AbortController>(undefined)
  const depth = useRef(0)

  const load = useCallback(
    async (pages: number, from: ApprovalPage[]) => {
      flight.current?.abort()
      const control = new AbortController()
      flight.current = control
      setStatus('loading')
      try {
        const got = [...from]
        let next = got.at(-1)?.next ?? first.next
        while (got.length < pages && next) {
          const page = await fetchPage(search, next, control.signal)
          got.push(page)
          next = page.next
        }
        depth.current = got.length
        setMore(got)
        setStatus('idle')
      } catch {
        if (!control.signal.aborted) setStatus('failed')
      }
    },
    [first, search],
  )

  const shown = useRef(search)
  useEffect(() => {
    if (shown.current !== search) {
      shown.current = search
      depth.current = 0
      flight.current?.abort()
      setMore([])
      setStatus('idle')
    } else if (depth.current > 0) void load(depth.current, [])
  }, [first, search, load])
  useEffect(() => () => flight.current?.abort(), [])

  const rows = useMemo(() => {
    const known = new Map<string, ApprovalRow>()
    for (const page of [first, ...more]) for (const row of page.rows) if (!known.has(row.id)) known.set(row.id, row)
    return [...known.values()]
  }, [first, more])
  const next = more.length > 0 ? (more.at(-1)?.next ?? null) : first.next
  const loadMore = useCallback(() => void load(more.length + 1, more), [load, more])
  return { rows, next, status, loadMore }
}
