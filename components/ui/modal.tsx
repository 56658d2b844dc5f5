'use client'
import { cloneElement, createContext, useContext, useEffect, useRef, useState } from 'react'
import type { MouseEvent, ReactElement, ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useHydrated } from './use-hydrated'

type Clickable = ReactElement<{ onClick?: (event: MouseEvent<HTMLElement>) => void; children?: ReactNode }>

export interface ModalProps {
  /** The button that opens it; leave out and control `open` instead. */
  trigger?: ReactElement
  open?: boolean
  onOpenChange?: (open: boolean) => void
  children?: ReactNode
}

interface ModalFrame extends ModalProps {
  role?: 'alertdialog'
  labelledBy: string
  describedBy?: string
  /** Whether a click beside it closes it; Escape always does. */
  lightDismiss?: boolean
  className?: string
}

const CloseContext = createContext<() => void>(() => {})
export const useClose = () => useContext(CloseContext)

/**
 * The platform's own modal: it traps and gives back the focus, and weighs nothing.
 * Its content exists only while it is open, so every opening starts fresh.
 */
export function Modal(props: ModalFrame) {
  const { trigger, open: controlled, onOpenChange, role, labelledBy, describedBy, lightDismiss, className, children } = props
  const [own, setOwn] = useState(false)
  const open = controlled ?? own
  const [present, setPresent] = useState(false)
  if (open && !present) setPresent(true)
  const hydrated = useHydrated()
  const dialog = useRef<HTMLDialogElement>(null)

  function change(next: boolean) {
    setOwn(next)
    if (next !== open) onOpenChange?.(next)
  }

  useEffect(() => {
    const element = dialog.current
    if (open && element && !element.open) element.showModal()
    if (!open && element?.open) element.close()
  }, [open, present, hydrated])

  const opener = trigger as Clickable | undefined
  return (
    <>
      {opener &&
        cloneElement(opener, {
          onClick: (event) => {
            opener.props.onClick?.(event)
            if (!event.defaultPrevented) change(true)
          },
        })}
      {present && hydrated &&
        createPortal(
          <dialog
            ref={dialog}
            role={role}
            aria-labelledby={labelledBy}
            aria-describedby={describedBy}
            className={className}
            onCancel={(event) => {
              if (event.target !== event.currentTarget) return
              event.preventDefault()
              change(false)
            }}
            onClose={(event) => {
              if (event.target !== event.currentTarget) return
              setPresent(false)
              change(false)
            }}
            onPointerDown={(event) => lightDismiss && event.target === event.currentTarget && change(false)}
          >
            <CloseContext value={() => change(false)}>{children}</CloseContext>
          </dialog>,
          document.body,
        )}
    </>
  )
}

/** Closes the dialog, alert or drawer around it: `<DialogClose render={<Button />}>Cancel</DialogClose>`. */
export function DialogClose({ render, children }: { render: ReactElement; children?: ReactNode }) {
  const close = useClose()
  const button = render as Clickable
  return cloneElement(
    button,
    {
      onClick: (event: MouseEvent<HTMLElement>) => {
        button.props.onClick?.(event)
        close()
      },
    },
    children ?? button.props.children,
  )
}
