'use client'
import { Keyboard } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { IconButton } from '@/components/ui/icon-button'
import { inDialog } from './in-dialog'
import { useQueue } from './queue-context'

const HelpDialog = dynamic(() => import('./help-dialog').then((file) => file.HelpDialog), { ssr: false })

export function HelpButton() {
  const t = useTranslations('approvals.help')
  const { hotkeys } = useQueue()
  const [open, setOpen] = useState(false)
  // By what it types, not by its place: layouts put the question mark where they like.
  useHotkeys('?', () => setOpen(true), { enabled: hotkeys, useKey: true, ignoreModifiers: true, ignoreEventWhen: inDialog })
  return (
    <>
      <IconButton label={t('title')} size="sm" className="pointer-coarse:hidden" onClick={() => setOpen(true)}>
        <Keyboard aria-hidden />
      </IconButton>
      {open && <HelpDialog onClose={() => setOpen(false)} />}
    </>
  )
}
