'use client'
import { Menu as MenuIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { usePathname } from 'next/navigation'
import { useState, type ReactNode } from 'react'
import { Drawer } from '@/components/ui/drawer'
import { IconButton } from '@/components/ui/icon-button'

/** The navigation of narrow screens: a drawer that closes when the page changes. */
export function PhoneNav({ children }: { children: ReactNode }) {
  const t = useTranslations('common.nav')
  const path = usePathname()
  const [open, setOpen] = useState(false)
  const [seen, setSeen] = useState(path)
  if (seen !== path) {
    setSeen(path)
    setOpen(false)
  }
  const trigger = (
    <IconButton label={t('open')} className="size-9">
      <MenuIcon aria-hidden />
    </IconButton>
  )
  return (
    <Drawer side="start" bare title={t('label')} trigger={trigger} open={open} onOpenChange={setOpen}>
      <div className="flex min-h-full flex-col gap-0.5 px-2.5 py-3.5">{children}</div>
    </Drawer>
  )
}
