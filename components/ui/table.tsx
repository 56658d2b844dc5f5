import type { ComponentProps } from 'react'
import { cn } from './cn'

/** Scrolls sideways inside itself on narrow screens, never the page. */
export function Table({ className, label, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    <div className="relative overflow-x-auto" role="region" aria-label={label} tabIndex={0}>
      <table className={cn('w-full border-collapse text-13', className)} {...props} />
    </div>
  )
}

export const TableHead = ({ className, ...props }: ComponentProps<'th'>) => (
  <th scope="col" className={cn('border-b border-line px-2 py-1.5 text-start font-normal whitespace-nowrap text-ink-3', className)} {...props} />
)

export const TableRow = ({ selected, className, ...props }: ComponentProps<'tr'> & { selected?: boolean }) => (
  <tr
    aria-selected={selected}
    className={cn('border-b border-line last:border-0', selected ? 'bg-accent-soft' : 'hover:bg-hover', className)}
    {...props}
  />
)

export const TableCell = ({ className, ...props }: ComponentProps<'td'>) => (
  <td className={cn('px-2 py-2 align-top', className)} {...props} />
)

/** For names that people or agents chose: breaks anywhere rather than widen the table, but never below a few words. */
export const named = 'min-w-40 wrap-anywhere'

/** For columns of numbers: at the end, digits in line. */
export const numeric = 'text-end nums'
