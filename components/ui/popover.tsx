'use client'
import { cloneElement, useId, type ReactElement, type ReactNode, type ToggleEvent } from 'react'
import { cn } from './cn'
import { floating } from './overlay-styles'

interface PopoverProps {
  trigger: ReactElement
  title?: ReactNode
  side?: 'top' | 'bottom'
  align?: 'start' | 'end'
  className?: string
  children: ReactNode
}

const GAP = 6
const EDGE = 8

/** Before it is drawn: against the trigger's edges, so its own size need not be known. */
function place(popup: HTMLElement, trigger: Element | null, side: 'top' | 'bottom', align: 'start' | 'end') {
  if (!trigger) return
  const box = trigger.getBoundingClientRect()
  const width = document.documentElement.clientWidth
  const height = document.documentElement.clientHeight
  const atLeft = (align === 'start') === (getComputedStyle(popup).direction === 'ltr')
  const above = side === 'top' || (height - box.bottom < 220 && box.top > height / 2)
  popup.style.left = atLeft ? `${Math.max(EDGE, box.left)}px` : 'auto'
  popup.style.right = atLeft ? 'auto' : `${Math.max(EDGE, width - box.right)}px`
  popup.style.top = above ? 'auto' : `${box.bottom + GAP}px`
  popup.style.bottom = above ? `${height - box.top + GAP}px` : 'auto'
  popup.style.maxHeight = `${(above ? box.top : height - box.bottom) - GAP - EDGE}px`
}

/** Once drawn: back inside the window if it stuck out. */
function keepInside(popup: HTMLElement) {
  const box = popup.getBoundingClientRect()
  const width = document.documentElement.clientWidth
  if (box.right > width - EDGE && popup.style.left !== 'auto') popup.style.left = `${Math.max(EDGE, width - EDGE - box.width)}px`
  if (box.left < EDGE && popup.style.right !== 'auto') popup.style.right = `${Math.max(EDGE, width - EDGE - box.width)}px`
}

/** The platform's popover: opens before hydration, closes on Escape and on a click elsewhere. */
export function Popover({ trigger, title, side = 'bottom', align = 'start', className, children }: PopoverProps) {
  const id = useId()
  const opener = trigger as ReactElement<{ popoverTarget?: string; 'aria-haspopup'?: 'dialog' }>
  return (
    <>
      {cloneElement(opener, { popoverTarget: id })}
      <div
        id={id}
        popover="auto"
        className={cn(floating, 'w-72 max-w-[calc(100vw-16px)] overflow-y-auto p-3.5 text-13', className)}
        onBeforeToggle={(event: ToggleEvent<HTMLElement>) =>
          event.newState === 'open' &&
          place(event.currentTarget, document.querySelector(`[popovertarget="${CSS.escape(id)}"]`), side, align)
        }
        onToggle={(event: ToggleEvent<HTMLElement>) => event.newState === 'open' && keepInside(event.currentTarget)}
      >
        {title && <div className="mb-2 text-13 font-semibold">{title}</div>}
        {children}
      </div>
    </>
  )
}

/** For what is inside a popover: `onClick={closePopover}`. */
export const closePopover = (event: { currentTarget: Element }) =>
  event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
