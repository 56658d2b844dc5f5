'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react'
import { Drawer } from '@/components/ui/drawer'

const WIDE = '(min-width: 1024px)'
const subscribe = (changed: () => void) => {
  const media = window.matchMedia(WIDE)
  media.addEventListener('change', changed)
  return () => media.removeEventListener('change', changed)
}

interface EntryPaneProps {
  id: string
  closeHref: string
  children: ReactNode
}

/** Beside the list where there is room, over it where there is not. Escape closes it and goes back to the row. */
export function EntryPane({ id, closeHref, children }: EntryPaneProps) {
  const t = useTranslations('audit')
  const router = useRouter()
  const pane = useRef<HTMLElement>(null)
  const wide = useSyncExternalStore(subscribe, () => window.matchMedia(WIDE).matches, () => true)

  useEffect(() => {
    const cameFromRow = document.activeElement instanceof HTMLElement && document.activeElement.dataset.entry === id
    if (cameFromRow) pane.current?.focus()
  }, [id])

  function close() {
    document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`)?.focus()
    router.push(closeHref, { scroll: false })
  }

  if (!wide) {
    return (
      <Drawer open onOpenChange={(open) => !open && close()} title={t('entry')}>
        {children}
      </Drawer>
    )
  }
  return (
    <aside
      ref={pane}
      tabIndex={-1}
      aria-label={t('entry')}
      onKeyDown={(event) => event.key === 'Escape' && close()}
      className="relative min-w-0 overflow-y-auto border-s border-line bg-panel px-5 py-[18px] outline-none max-lg:fixed max-lg:inset-0"
    >
      <Link
        href={closeHref}
        scroll={false}
        aria-label={t('close')}
        title={t('close')}
        className="absolute end-3 top-3.5 grid size-7 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink"
      >
        <X aria-hidden className="size-4" />
      </Link>
      {children}
    </aside>
  )
}
