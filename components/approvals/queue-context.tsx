'use client'
import { useTranslations } from 'next-intl'
import { useRouter, useSelectedLayoutSegment } from 'next/navigation'
import { createContext, useContext, useMemo, useTransition, type ReactNode } from 'react'

interface Queue {
  /** The approval that is open. */
  selected: string | null
  /** Goes to another one; until it is there, no key decides about the one still shown. */
  open: (href: string) => void
  moving: boolean
  hotkeys: boolean
  userId: string
}

const QueueContext = createContext<Queue | null>(null)

export function useQueue(): Queue {
  const queue = useContext(QueueContext)
  if (!queue) throw new Error('useQueue outside of the queue')
  return queue
}

/** Nothing behind a dialog hears a key. */
export const inDialog = () => document.querySelector('dialog[open]') !== null

/** List and document side by side; on a phone one of them, by the address. */
export function QueuePanes({ list, hotkeys, userId, children }: { list: ReactNode; hotkeys: boolean; userId: string; children: ReactNode }) {
  const t = useTranslations('approvals.document')
  const router = useRouter()
  const selected = useSelectedLayoutSegment()
  const [moving, startTransition] = useTransition()
  const queue = useMemo(
    () => ({ selected, moving, hotkeys, userId, open: (href: string) => startTransition(() => router.push(href, { scroll: false })) }),
    [selected, moving, hotkeys, userId, router],
  )
  return (
    <QueueContext value={queue}>
      <div className="h-full lg:grid lg:grid-cols-[392px_minmax(0,1fr)]">
        <div className={selected ? 'hidden min-h-0 lg:flex' : 'flex h-full min-h-0'}>{list}</div>
        {/* It scrolls, and a decided document has nothing else that could take the focus for the arrow keys. */}
        <div role="region" aria-label={t('label')} tabIndex={0} data-moving={moving || undefined} className={selected ? 'relative h-full min-h-0 overflow-y-auto outline-offset-[-2px] transition-opacity data-moving:opacity-60' : 'relative hidden min-h-0 overflow-y-auto lg:block'}>
          {children}
        </div>
      </div>
    </QueueContext>
  )
}
