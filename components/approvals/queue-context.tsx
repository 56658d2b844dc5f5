'use client'
import { useTranslations } from 'next-intl'
import { useRouter, useSelectedLayoutSegment } from 'next/navigation'
import { createContext, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState, useTransition, type ReactNode } from 'react'
import { OutboxProvider } from './outbox'
import { SelectionProvider } from './selection'

/** One key hit twice does not decide what nobody has seen. */
const REST_MS = 500

type Advance = (first?: () => void) => boolean

interface Queue {
  /** The approval that is open. */
  selected: string | null
  /** Goes to another one; until it is there (`useMoves`), no key decides about the one still shown. */
  open: (href: string) => void
  hotkeys: boolean
  /** Whether the reader may decide at all. */
  decides: boolean
  userId: string
  /** Reasons for a rejection, one for each number key. */
  reasons: readonly string[]
  /** Goes on to what waits next, for whoever decides by keys, and whether it did; a click stays where it is. `first` is done before it goes. */
  advance: (first?: () => void) => boolean
  /** A key began what may become a decision. */
  byKey: () => void
  /** The list knows what that is, and whether there is any. */
  onAdvance: (next: Advance) => void
  /** Opens what nobody asked for, because it came back. */
  bring: (href: string) => void
}

/** Apart, because it changes several times with every key and a whole list hangs on the rest. */
interface Moves {
  /** On the way to another one. */
  moving: boolean
  /** What is shown came by itself just now: no key decides yet. */
  resting: boolean
}
const MovesContext = createContext<Moves>({ moving: false, resting: false })
export const useMoves = (): Moves => useContext(MovesContext)

const QueueContext = createContext<Queue | null>(null)

export function useQueue(): Queue {
  const queue = useContext(QueueContext)
  if (!queue) throw new Error('useQueue outside of the queue')
  return queue
}

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
  const next = useRef<Advance>(() => false)
  const keyed = useRef(false)
  const [resting, setResting] = useState(false)
  useEffect(() => {
    if (!resting || moving) return
    const timer = setTimeout(() => setResting(false), REST_MS)
    return () => clearTimeout(timer)
  }, [resting, moving, selected])
  const ways = useMemo(() => {
    const open = (href: string) => startTransition(() => router.push(href, { scroll: false }))
    return {
      open,
      bring: (href: string) => {
        setResting(true)
        open(href)
      },
      advance: (first?: () => void) => {
        const goes = keyed.current && next.current(first)
        if (goes) setResting(true)
        return goes
      },
      byKey: () => void (keyed.current = true),
      onAdvance: (how: Advance) => void (next.current = how),
    }
  }, [router])
  const queue = useMemo(() => ({ ...ways, selected, hotkeys, decides, userId, reasons }), [ways, selected, hotkeys, decides, userId, reasons])
  const moves = useMemo(() => ({ moving, resting }), [moving, resting])
  return (
    <QueueContext value={queue}>
      <MovesContext value={moves}>
        <OutboxProvider bring={ways.bring}>
          <SelectionProvider>
            <div onPointerDownCapture={() => void (keyed.current = false)} className="h-full lg:grid lg:grid-cols-[392px_minmax(0,1fr)]">
              <div className={selected ? 'hidden min-h-0 lg:flex' : 'flex h-full min-h-0'}>{list}</div>
              {/* It scrolls, and a decided document has nothing else that could take the focus for the arrow keys. */}
              <div ref={pane} role="region" aria-label={t('label')} tabIndex={0} data-moving={moving || undefined} className={selected ? 'relative h-full min-h-0 overflow-y-auto outline-offset-[-2px] transition-opacity data-moving:opacity-60 data-moving:delay-100' : 'relative hidden min-h-0 overflow-y-auto lg:block'}>
                {children}
              </div>
            </div>
          </SelectionProvider>
        </OutboxProvider>
      </MovesContext>
    </QueueContext>
  )
}
