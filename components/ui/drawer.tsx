'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, type ReactNode } from 'react'
import { cn } from './cn'
import type { DialogProps } from './dialog'
import { IconButton } from './icon-button'
import { DialogClose, Modal } from './modal'
import { edge } from './overlay-styles'

const sides = {
  end: 'inset-s-auto inset-e-0 w-[420px] border-s starting:translate-x-6 rtl:starting:-translate-x-6',
  start: 'inset-s-0 inset-e-auto w-[264px] border-e starting:-translate-x-6 rtl:starting:translate-x-6',
} as const

interface DrawerProps extends DialogProps {
  side?: keyof typeof sides
  /** Draws its own heading; the title is then only read out. */
  bare?: boolean
  footer?: ReactNode
}

/** A panel at the edge, for the details of one row. On a phone it is the whole width. */
export function Drawer({ title, description, side = 'end', bare, footer, className, children, ...modal }: DrawerProps) {
  const t = useTranslations('common')
  const id = useId()
  return (
    <Modal labelledBy={id} describedBy={description ? `${id}-about` : undefined} lightDismiss className={cn(edge, sides[side], className)} {...modal}>
      <div className="flex h-full flex-col">
        <div className={cn('flex items-start gap-3 px-5 pt-[18px] pb-4', bare && 'absolute end-0 z-1 p-2.5')}>
          <div className={cn('me-auto min-w-0', bare && 'sr-only')}>
            <h2 id={id} className="text-16 font-semibold tracking-[-.01em]">
              {title}
            </h2>
            {description && (
              <p id={`${id}-about`} className="mt-0.5 text-13 text-ink-2">
                {description}
              </p>
            )}
          </div>
          <DialogClose render={<IconButton label={t('close')} />}>
            <X aria-hidden />
          </DialogClose>
        </div>
        <div className={cn('min-h-0 flex-1 overflow-y-auto', !bare && 'px-5 pb-6')}>{children}</div>
        {footer && <div className="flex gap-2 border-t border-line px-5 py-3">{footer}</div>}
      </div>
    </Modal>
  )
}
