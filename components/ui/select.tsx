'use client'
import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlStyles } from './control-styles'
import { useFieldControl } from './form-context'

/** The platform's own select: works before hydration, on phones and for every screen reader. */
export function Select({ className, defaultValue, children, ...props }: ComponentProps<'select'>) {
  const { wired, typed } = useFieldControl(props)
  const start = props.value === undefined ? { defaultValue: typed ?? defaultValue } : {}
  return (
    <span className={cn('relative inline-grid w-full items-center', className)}>
      <select className={cn(controlStyles, 'appearance-none py-[6px] ps-[11px] pe-8')} {...props} {...wired} {...start}>
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute end-2.5 size-3.5 text-ink-3" />
    </span>
  )
}
