'use client'
import { useTranslations } from 'next-intl'
import { useRouter, useSelectedLayoutSegment } from 'next/navigation'
import { createContext, useContext, useLayoutEffect, useMemo, useRef, useTransition, type ReactNode } from 'react'
import { SelectionProvider } from './selection'

interface Queue {
  /** The approval that is open. */
  selected: string | null
  /** Goes to another one; until it is there, no key decides about the one still shown. */
  open: (href: string) => void
  moving: boolean
  hotkeys: boolean
  /** Whether the reader may decide at all. */
  decides: boolean
  userId: string
  /** Reasons for a rejection, one for each number key. */
  reasons: readonly string[]
  /** Goes on to what waits next once this one is decided, for whoever decides by keys; a click stays where it is. */
  advance: () => void
  /** A key began what may become a decision. */
  byKey: () => void
  /** The list knows what that is, and whether there is any. */
  onAdvance: (next: () => boolean) => void
  /** How long ago it went on by itself, in ms. */
  sinceAdvance: () => number
}

const QueueContext = createContext<Queue | null>(null)

export function useQueue(): Queue {
  const queue = useContext(QueueContext)
  if (!queue) throw new Error('useQueue outside of the queue')
  return queue
}

/** Nothing behind a dialog hears a key. */
export const inDialog = () => document.querySelector('dialog[open]') !== null

interface QueuePanesProps extends Pick<Queue, 'hotkeys' | 'decides' | 'userId' | 'reasons'> {
  list: ReactNode
  children: ReactNode
}

/** List and document side by side; on a phone one of them, by the address. */
export function QueuePanes({ list, hotkeys, decides, userId, reasons, children }: QueuePanesProps) {
  const t = useTranslations('approvals.document')
  const router = useRouter()
  const selected = useSelectedLayoutSegment()
  const [moving, startTransition] = useTransition()
  const pane = useRef<HTMLDivElement>(null)
  // Another document is read from its beginning.
  useLayoutEffect(() => {
    pane.current?.scrollTo({ top: 0, behavior: 'instant' }) // answers a promise in newer browsers, which is no clean-up
  }, [selected])
  const next = useRef<() => boolean>(() => false)
  const advancedAt = useRef(-Infinity)
  const keyed = useRef(false)
  const queue = useMemo(
    () => ({
      selected, moving, hotkeys, decides, userId, reasons,
      open: (href: string) => startTransition(() => router.push(href, { scroll: false })),
      advance: () => {
        if (keyed.current && next.current()) advancedAt.current = performance.now()
      },
      byKey: () => void (keyed.current = true),
      onAdvance: (how: () => boolean) => void (next.current = how),
      sinceAdvance: () => performance.now() - advancedAt.current,
    }),
    [selected, moving, hotkeys, decides, userId, reasons, router],
  )
  return (
    <QueueContext value={queue}>
      <SelectionProvider>
        <div onPointerDownCapture={() => void (keyed.current = false)} className="h-full lg:grid lg:grid-cols-[392px_minmax(0,1fr)]">
          <div className={selected ? 'hidden min-h-0 lg:flex' : 'flex h-full min-h-0'}>{list}</div>
          {/* It scrolls, and a decided document has nothing else that could take the focus for the arrow keys. */}
          <div ref={pane} role="region" aria-label={t('label')} tabIndex={0} data-moving={moving || undefined} className={selected ? 'relative h-full min-h-0 overflow-y-auto outline-offset-[-2px] transition-opacity data-moving:opacity-60' : 'relative hidden min-h-0 overflow-y-auto lg:block'}>
            {children}
          </div>
        </div>
      </SelectionProvider>
    </QueueContext>
  )
}
