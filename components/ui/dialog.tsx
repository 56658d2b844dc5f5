'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, type ReactNode } from 'react'
import { cn } from './cn'
import { IconButton } from './icon-button'
import { DialogClose, Modal, type ModalProps } from './modal'
import { centred } from './overlay-styles'

export { DialogClose }

export interface DialogProps extends ModalProps {
  title: ReactNode
  description?: ReactNode
  className?: string
}

/** Forms go inside; close it from their onSuccess with controlled `open`, or with useClose(). */
export function Dialog({ title, description, className, children, ...modal }: DialogProps) {
  const t = useTranslations('common')
  const id = useId()
  return (
    <Modal labelledBy={id} describedBy={description ? `${id}-about` : undefined} lightDismiss className={cn(centred, 'max-w-[480px]', className)} {...modal}>
      <div className="p-5">
        <div className="mb-4 flex items-start gap-4">
          <div className="me-auto min-w-0">
            <h2 id={id} className="text-16 font-semibold tracking-[-.01em]">
              {title}
            </h2>
            {description && (
              <p id={`${id}-about`} className="mt-1 text-13 text-ink-2">
                {description}
              </p>
            )}
          </div>
          <DialogClose render={<IconButton label={t('close')} size="sm" />}>
            <X aria-hidden />
          </DialogClose>
        </div>
        {children}
      </div>
    </Modal>
  )
}

/** The row of buttons at the foot of a dialog; on a phone the primary one comes first. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex justify-end gap-2 max-sm:flex-col-reverse">{children}</div>
}
