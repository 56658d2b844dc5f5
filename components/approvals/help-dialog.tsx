'use client'
import { Keyboard } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { Dialog } from '@/components/ui/dialog'
import { IconButton } from '@/components/ui/icon-button'
import { Kbd } from '@/components/ui/kbd'
import { useQueue } from './queue-context'

const KEYS = [
  ['J', 'next'],
  ['K', 'previous'],
  ['A', 'approve'],
  ['E', 'edit'],
  ['M', 'reply'],
  ['R', 'reject'],
  ['/', 'filter'],
  ['?', 'help'],
] as const

export function HelpDialog() {
  const t = useTranslations('approvals.help')
  const { hotkeys } = useQueue()
  const [open, setOpen] = useState(false)
  // By what it types, not by its place: layouts put the question mark where they like.
  useHotkeys('?', () => setOpen(true), { enabled: hotkeys, useKey: true, ignoreModifiers: true })
  const trigger = (
    <IconButton label={t('title')} size="sm" className="pointer-coarse:hidden">
      <Keyboard aria-hidden />
    </IconButton>
  )
  return (
    <Dialog trigger={trigger} open={open} onOpenChange={setOpen} title={t('title')} description={t(hotkeys ? 'about' : 'off')}>
      <dl className="m-0 grid grid-cols-[48px_1fr] gap-y-2.5 text-13">
        {KEYS.map(([key, name]) => (
          <div key={key} className="contents">
            <dt><Kbd>{key}</Kbd><span className="sr-only">{key}</span></dt>
            <dd className="m-0 text-ink-2">{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
