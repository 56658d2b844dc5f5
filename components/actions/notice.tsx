import type { ReactNode } from 'react'
import { CircleHelp, TriangleAlert } from 'lucide-react'
import { cn } from '@/components/ui/cn'

interface NoticeProps {
  label: string
  /** `bad`: nothing works until somebody mends it. */
  tone: 'warn' | 'bad'
  children: ReactNode
}

/** One line above a pane that asks for somebody's attention. */
export function Notice({ label, tone, children }: NoticeProps) {
  const Icon = tone === 'bad' ? TriangleAlert : CircleHelp
  return (
    <section
      aria-label={label}
      className={cn('flex shrink-0 items-start gap-2.5 border-b border-line px-4 py-2 text-13 [&_a]:font-medium [&_a]:underline [&_a]:underline-offset-2', tone === 'bad' ? 'bg-bad-soft' : 'bg-warn-soft')}
    >
      <Icon aria-hidden className={cn('mt-px size-4 shrink-0', tone === 'bad' ? 'text-bad' : 'text-warn')} />
      <p className="m-0 min-w-0">{children}</p>
    </section>
  )
}
