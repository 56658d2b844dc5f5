import type { ReactNode } from 'react'

interface PageHeaderProps {
  title: ReactNode
  /** Tags beside the title. */
  tags?: ReactNode
  description?: ReactNode
  /** Small links above the title. */
  crumbs?: ReactNode
  actions?: ReactNode
}

export function PageHeader({ title, tags, description, crumbs, actions }: PageHeaderProps) {
  return (
    <header className="mb-[18px]">
      {crumbs && <div className="mb-2 flex flex-wrap items-center gap-2 text-13 text-ink-3">{crumbs}</div>}
      <div className="flex flex-wrap items-center gap-x-3.5 gap-y-2">
        <h1 className="min-w-0 text-22 font-bold tracking-[-.02em] break-words">{title}</h1>
        {tags}
        {actions && <div className="ms-auto flex flex-wrap gap-2">{actions}</div>}
      </div>
      {description && <p className="mt-1 max-w-[72ch] text-ink-2">{description}</p>}
    </header>
  )
}

/** The padding and scrolling that every full-width page shares. */
export function Page({ children }: { children: ReactNode }) {
  return <div className="px-4 pt-[22px] pb-[90px] md:px-9">{children}</div>
}
