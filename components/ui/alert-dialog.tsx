'use client'
import { useId } from 'react'
import { cn } from './cn'
import type { DialogProps } from './dialog'
import { Modal } from './modal'
import { centred } from './overlay-styles'

/** A question that must be answered: no click outside, no cross. Put a form inside, with a DialogClose as its Cancel. */
export function AlertDialog({ title, description, className, children, ...modal }: DialogProps) {
  const id = useId()
  return (
    <Modal role="alertdialog" labelledBy={id} describedBy={description ? `${id}-about` : undefined} className={cn(centred, 'max-w-[440px]', className)} {...modal}>
      <div className="p-5">
        <h2 id={id} className="text-16 font-semibold tracking-[-.01em]">
          {title}
        </h2>
        {description && (
          <p id={`${id}-about`} className="mt-1 mb-4 text-13 text-ink-2">
            {description}
          </p>
        )}
        {children}
      </div>
    </Modal>
  )
}

/** The way out of an AlertDialog. */
export { DialogClose as AlertDialogCancel } from './modal'
