'use client'
import { Check } from 'lucide-react'
import Link from 'next/link'
import { useId, type ComponentProps, type KeyboardEvent, type ReactElement, type ReactNode } from 'react'
import { cn } from './cn'
import { closePopover, Popover } from './popover'

const item =
  'flex min-h-8 w-full items-center gap-2 rounded-sm px-2 py-1 text-start text-13 text-ink no-underline outline-none hover:bg-hover focus-visible:bg-hover focus-visible:outline-2 focus-visible:-outline-offset-2'

function step(event: KeyboardEvent<HTMLElement>) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!by) return
  event.preventDefault()
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('a[href], button')]
  const at = items.findIndex((one) => one === document.activeElement)
  items.at(at < 0 && by < 0 ? -1 : (at + by) % items.length)?.focus()
}

interface MenuProps {
  trigger: ReactElement
  side?: 'top' | 'bottom'
  align?: 'start' | 'end'
  className?: string
  children: ReactNode
}

/** A short list of links and buttons under a button; Tab and the arrow keys both walk through it. */
export function Menu({ className, children, ...popover }: MenuProps) {
  return (
    <Popover className={cn('w-auto min-w-48 p-1', className)} {...popover}>
      <div onKeyDown={step}>{children}</div>
    </Popover>
  )
}

export function MenuItem({ danger, className, onClick, ...props }: ComponentProps<'button'> & { danger?: boolean }) {
  return (
    <button
      type="button"
      className={cn(item, danger && 'text-bad', className)}
      onClick={(event) => {
        onClick?.(event)
        closePopover(event)
      }}
      {...props}
    />
  )
}

export const MenuLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link href={href} className={item} onClick={closePopover}>
    {children}
  </Link>
)

interface MenuChoiceProps<V extends string> {
  label: ReactNode
  value: V
  options: readonly { value: V; label: ReactNode }[]
  onChange: (value: V) => void
}

/** One of several, such as the theme or the workspace. */
export function MenuChoice<V extends string>({ label, value, options, onChange }: MenuChoiceProps<V>) {
  const id = useId()
  return (
    <div role="group" aria-labelledby={id}>
      <div id={id} className="px-2 pt-2 pb-1 text-11 text-ink-3">
        {label}
      </div>
      {options.map((option) => (
        <MenuItem key={option.value} aria-pressed={option.value === value} onClick={() => onChange(option.value)}>
          <span className="me-auto min-w-0 truncate">{option.label}</span>
          {option.value === value && <Check aria-hidden className="size-3.5 text-accent" />}
        </MenuItem>
      ))}
    </div>
  )
}

export const MenuSeparator = () => <hr className="my-1 border-line" />
