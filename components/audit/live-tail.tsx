'use client'
import { ArrowUp, Pause, Radio } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { buttonStyles } from '@/components/ui/button-styles'
import { cn } from '@/components/ui/cn'
import { useLive } from '@/components/live/use-live'

interface LiveTailProps {
  on: boolean
  /** The address that follows, or stops following. */
  href: string
  /** Where to ask how many came since what is shown. */
  ask: string
}

const MOST = 99
const LIST = '[data-audit-list]'
/** Above it is what the list never covers while nothing is scrolled. */
const SCROLLED_PX = 100
/** Whether what comes on top would push away what somebody looks at: the list is scrolled, focused or pointed at, or an entry is open. */
function isRead(): boolean {
  const list = document.querySelector(LIST)
  if (new URLSearchParams(location.search).has('entry')) return true
  return list !== null && (list.getBoundingClientRect().top < SCROLLED_PX || list.matches(':hover') || list.contains(document.activeElement))
}

/** Follows the log: new entries come in by themselves while nobody reads, else they are counted and wait to be asked for. */
export function LiveTail({ on, href, ask }: LiveTailProps) {
  const t = useTranslations('audit.live')
  const router = useRouter()
  const [newer, setNewer] = useState(0)
  const [asked, setAsked] = useState(ask)
  const [busy, startTransition] = useTransition()
  if (asked !== ask) {
    setAsked(ask)
    setNewer(0)
  }
  const show = () => startTransition(() => router.refresh())
  const down = useLive(async () => {
    if (busy) return
    if (!isRead()) return show()
    const response = await fetch(ask, { cache: 'no-store' }).catch(() => null)
    if (response?.ok) setNewer(((await response.json()) as { newer: number }).newer)
  }, on)
  const Icon = on ? Pause : Radio
  return (
    <>
      <Link href={href} prefetch={false} scroll={false} className={cn(buttonStyles({ size: 'sm', variant: 'ghost' }), 'px-2', on && 'text-ok')}>
        <Icon aria-hidden className="size-3.5" />
        {t(on ? 'pause' : 'follow')}
      </Link>
      <span role="status" className="text-12 text-ink-2 empty:hidden">{on && down ? t('down') : ''}</span>
      {on && newer > 0 && (
        <div className="pointer-events-none fixed inset-x-0 top-20 z-10 flex justify-center">
          <Button
            size="sm"
            className="pointer-events-auto rounded-full shadow-pop"
            disabled={busy}
            onClick={() => {
              const section = document.querySelector(LIST)?.closest('section')
              section?.scrollTo({ top: 0 })
              section?.scrollIntoView()
              show()
            }}
          >
            <ArrowUp aria-hidden className="size-3.5" />
            {newer > MOST ? t('many', { count: MOST }) : t('newer', { count: newer })}
          </Button>
        </div>
      )}
    </>
  )
}
