'use client'
import { useEffect, useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'

interface UndoToastProps {
  id: string | number
  /** How long the hold lasts from now. */
  ms: number
  undo: () => Promise<{ ok: true; said: string } | { ok: false; message: string }>
  words: { approved: string; undo: string }
}

/** "Approved. Undo (4)" for as long as the hold lasts; it follows the reviewer to the next document. */
export function UndoToast({ id, ms, undo, words }: UndoToastProps) {
  const [left, setLeft] = useState(Math.ceil(ms / 1000))
  const [pending, startTransition] = useTransition()
  useEffect(() => {
    const end = performance.now() + ms
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((end - performance.now()) / 1000))), 250)
    return () => clearInterval(timer)
  }, [ms])

  useEffect(() => {
    if (left === 0 && !pending) toast.dismiss(id)
  }, [left, pending, id])

  const take = () =>
    startTransition(async () => {
      const result = await undo()
      toast.dismiss(id)
      if (result.ok) toast(result.said)
      else toast.error(result.message)
    })
  return (
    <div className="-my-1 flex w-full items-center gap-3">
      <span className="me-auto font-medium">{words.approved}</span>
      <span aria-hidden className="text-ink-3 nums">{left}</span>
      <Button size="sm" disabled={pending || left === 0} onClick={take}>{words.undo}</Button>
    </div>
  )
}
