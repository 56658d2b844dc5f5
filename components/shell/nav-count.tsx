'use client'
import { useTranslations } from 'next-intl'
import { usePathname } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { useLive } from '@/components/live/use-live'

async function askCount(): Promise<number | null> {
  const answer = await fetch('/api/pending', { cache: 'no-store' }).catch(() => null)
  if (!answer?.ok) return null
  const { open }: { open: number } = await answer.json()
  return open
}

/** How many approvals wait. Follows the live stream, except on the approvals pages, which redraw it with themselves. */
export function NavCount({ initial, sound }: { initial: number; sound: boolean }) {
  const t = useTranslations('common.nav')
  const redrawn = usePathname().startsWith('/approvals')
  const [count, setCount] = useState(initial)
  const [served, setServed] = useState(initial)
  if (served !== initial) {
    setServed(initial)
    setCount(initial)
  }

  // Also in a tab that nobody looks at: its title and the sound are for just that.
  useLive(async () => {
    if (redrawn && !document.hidden) return
    const open = await askCount()
    if (open !== null) setCount(open)
  }, true, { whileHidden: true })

  // The tab says it, too. What that takes is loaded after the page.
  const before = useRef(count)
  useEffect(() => {
    const more = count > before.current
    before.current = count
    void import('./tab-alert').then(({ showCount, ring }) => {
      showCount(count)
      if (more && sound) ring()
    })
  }, [count, sound])

  if (count === 0) return null
  return (
    <span className="text-11 font-semibold text-ink-3 nums group-aria-[current]:text-accent">
      <span aria-hidden>{count > 999 ? '999+' : count}</span>
      <span className="sr-only">{t('waiting', { count })}</span>
    </span>
  )
}
