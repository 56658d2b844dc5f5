'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import type { ActionResult, FormAction } from '@/components/ui/action-result'
import { onceQuiet } from '@/components/ui/once-quiet'
import { toast } from '@/components/ui/toast'
import { serverNow } from '@/components/ui/use-clock'
import type { Failure } from './edit-draft'
import { inDialog } from './in-dialog'

/** What has become of a decision that was sent off while its reader went on. `done` only once the server has said so. */
export type Sent = { is: 'going' } | { is: 'done'; at: number } | { is: 'refused'; why: Failure }

interface Outbox {
  sent: ReadonlyMap<string, Sent>
  /** Sends it off. What the answer is to be told with is called only for a yes of the server. */
  send: <T extends { status: string }>(id: string, data: FormData, decide: FormAction<T>, tell: (decided: T) => void) => void
  forget: (id: string) => void
}

const OutboxContext = createContext<Outbox | null>(null)

export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext)
  if (!outbox) throw new Error('useOutbox outside of the queue')
  return outbox
}

/** Whoever types or has a dialog open is not taken away from it. */
const engaged = () => inDialog() || document.activeElement?.matches('textarea, input:not([type=checkbox]), select, [contenteditable=true]') === true

/** Decisions on their way. One that is refused comes back: it is opened again, with its reason and all that was typed. */
export function OutboxProvider({ bring, children }: { bring: (href: string) => void; children: ReactNode }) {
  const t = useTranslations('approvals')
  const router = useRouter()
  const [sent, setSent] = useState<ReadonlyMap<string, Sent>>(new Map())
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => void (here.current = false)
  }, [])

  const mark = useCallback((id: string, as: Sent | null) => {
    setSent((before) => {
      const after = new Map(before)
      if (as) after.set(id, as)
      else after.delete(id)
      return after
    })
  }, [])
  const forget = useCallback((id: string) => mark(id, null), [mark])

  const send: Outbox['send'] = useCallback(
    async (id, data, decide, tell) => {
      mark(id, { is: 'going' })
      data.set('ahead', '1')
      const answer = await decide(null, data).catch(() => unanswered(data, t('conflict.lost')))
      if (answer.ok) {
        // One of several people: it goes on waiting.
        mark(id, answer.value.status === 'pending' ? null : { is: 'done', at: serverNow() })
        // Drawing a message makes the browser lay out the page there and then.
        return onceQuiet(() => tell(answer.value))
      }
      mark(id, { is: 'refused', why: answer })
      const href = `/approvals/${id}${here.current ? window.location.search : ''}`
      const lost = answer.code === 'lost'
      if (!lost) router.refresh()
      if (!lost && here.current && !engaged()) return bring(href)
      // With the line down there is nowhere to go, and what is shown would be lost on the way.
      toast.error(lost ? answer.message : `${t('conflict.title')} ${answer.message}`, { duration: Infinity, action: { label: t('decide.show'), onClick: () => router.push(href) } })
    },
    [mark, bring, router, t],
  )
  const outbox = useMemo(() => ({ sent, send, forget }), [sent, send, forget])
  return <OutboxContext value={outbox}>{children}</OutboxContext>
}

/** Nobody knows whether it was recorded: the line broke, or the server did. */
function unanswered(data: FormData, message: string): Extract<ActionResult, { ok: false }> {
  const values = Object.fromEntries([...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
  return { ok: false, code: 'lost', message, fieldErrors: {}, values, requestId: '', at: Date.now() }
}
