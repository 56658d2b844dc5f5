import type { ReactNode } from 'react'
import { cn } from './cn'

interface EmptyStateProps {
  icon?: ReactNode
  title: ReactNode
  /** Says what to do next, not only that there is nothing. */
  children?: ReactNode
  action?: ReactNode
  heading?: 'h1' | 'h2'
  className?: string
}

export function EmptyState({ icon, title, children, action, heading: Heading = 'h2', className }: EmptyStateProps) {
  return (
    <div className={cn('mx-auto flex max-w-[420px] flex-col items-center px-6 py-14 text-center', className)}>
      {icon && <div aria-hidden className="mb-3.5 text-ink-3 [&_svg]:size-6 [&_svg]:stroke-[1.5]">{icon}</div>}
      <Heading className="text-15 font-semibold tracking-[-.01em]">{title}</Heading>
      {children && <div className="mt-1.5 text-13 text-balance text-ink-2">{children}</div>}
      {action && <div className="mt-[18px] flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
