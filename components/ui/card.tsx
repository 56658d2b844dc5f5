import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

export function Card({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('rounded-card border border-line bg-panel shadow-card', className)} {...props} />
}

interface SectionProps extends Omit<ComponentProps<'section'>, 'title'> {
  title: ReactNode
  /** Small print at the end of the heading row, such as a hash. */
  aside?: ReactNode
}

/** A part of a document with the mocks' small grey heading. */
export function Section({ title, aside, className, children, ...props }: SectionProps) {
  return (
    <section className={cn('mb-6', className)} {...props}>
      <div className="mb-2 flex justify-between gap-4 text-12 font-semibold text-ink-3">
        <h2>{title}</h2>
        {aside && <span className="min-w-0 truncate">{aside}</span>}
      </div>
      {children}
    </section>
  )
}

interface PanelProps {
  title: ReactNode
  note?: ReactNode
  aside?: ReactNode
  className?: string
  children: ReactNode
}

/** A card with a heading, one line about it, and its content: charts and small tables. */
export function Panel({ title, note, aside, className, children }: PanelProps) {
  return (
    <Card className={cn('flex min-w-0 flex-col px-[18px] py-4', className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-14 font-semibold">{title}</h2>
        {aside && <div className="text-12 text-ink-2">{aside}</div>}
      </div>
      {note && <p className="mt-0.5 text-13 text-ink-2">{note}</p>}
      <div className="mt-3 flex flex-1 flex-col">{children}</div>
    </Card>
  )
}
