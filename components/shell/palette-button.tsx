'use client'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import { useHydrated } from '@/components/ui/use-hydrated'
import type { PaletteProps } from './palette'

// Most visits never open it.
const Palette = dynamic(() => import('./palette').then((file) => file.Palette), { ssr: false })

interface PaletteButtonProps extends Omit<PaletteProps, 'open' | 'onOpenChange'> {
  /** An icon without its words, where there is little room. */
  compact?: boolean
}

/** Opens the command palette, as Ctrl+K or Cmd+K does wherever the focus is. */
export function PaletteButton({ compact, ...palette }: PaletteButtonProps) {
  const t = useTranslations('common.palette')
  const hydrated = useHydrated()
  const [open, setOpen] = useState(false)
  const [met, setMet] = useState(false)
  if (open && !met) setMet(true)

  useEffect(() => {
    // One of two on the page is hidden, by the width of the window: only the other answers.
    const press = (event: KeyboardEvent) => {
      if (event.code !== 'KeyK' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      if (matchMedia('(min-width: 768px)').matches === Boolean(compact) || document.querySelector('dialog[open]')) return
      event.preventDefault()
      setOpen(true)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [compact])

  return (
    <>
      {compact ? (
        <IconButton label={t('open')} className="size-9" onClick={() => setOpen(true)}>
          <Search aria-hidden />
        </IconButton>
      ) : (
        <button
          type="button"
          aria-keyshortcuts="Control+K Meta+K"
          onClick={() => setOpen(true)}
          className="mb-2 flex min-h-[33px] w-full items-center gap-2 rounded-md border border-line px-2.5 py-1.5 text-start text-13 text-ink-2 hover:border-line-strong hover:text-ink"
        >
          <Search aria-hidden className="size-3.5 shrink-0" />
          <span className="me-auto">{t('open')}</span>
          <kbd aria-hidden className="font-sans text-11 text-ink-3 pointer-coarse:hidden ltr">{hydrated && /Mac|iP/.test(navigator.platform) ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
      )}
      {met && <Palette {...palette} open={open} onOpenChange={setOpen} />}
    </>
  )
}
