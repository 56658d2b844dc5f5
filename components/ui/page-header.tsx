import type { ReactNode } from 'react'
import { cn } from './cn'

interface PageHeaderProps {
  title: ReactNode
  /** Tags beside the title. */
  tags?: ReactNode
  description?: ReactNode
  /** Small links above the title. */
  crumbs?: ReactNode
  actions?: ReactNode
  /** Long titles: on a phone the actions come last instead of beside it. */
  actionsLast?: boolean
}

export function PageHeader({ title, tags, description, crumbs, actions, actionsLast = false }: PageHeaderProps) {
  return (
    <header className="mb-[18px]">
      {crumbs && <div className="mb-2 flex flex-wrap items-center gap-2 text-13 text-ink-3">{crumbs}</div>}
      <div className="flex flex-wrap items-center gap-x-3.5 gap-y-2">
        <h1 className="min-w-0 text-22 font-bold tracking-[-.02em] break-words">{title}</h1>
        {tags}
        {actions && <div className={cn('ms-auto flex flex-wrap gap-2', actionsLast && 'max-md:order-last max-md:ms-0 max-md:mt-1 max-md:basis-full')}>{actions}</div>}
        {description && (
          <div className="-mt-1 basis-full">
            <p className="max-w-[45em] min-w-0 wrap-anywhere text-ink-2">{description}</p>
          </div>
        )}
      </div>
    </header>
  )
}

/** The padding and scrolling that every full-width page shares. */
export function Page({ children }: { children: ReactNode }) {
  return <div className="px-4 pt-[22px] pb-[90px] md:px-9">{children}</div>
}
