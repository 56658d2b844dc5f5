'use client'
import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, type ReactNode } from 'react'
import { useReadGate } from './read-gate'

interface FoldProps {
  /** Its name among the parts that have to be opened. */
  part: string
  length: number
  lines: number
  /** Its beginning, on one line. */
  start: ReactNode
  children: ReactNode
}

/** A long part, folded. Its whole length is on the outside; all of it is inside. */
export function Fold({ part, length, lines, start, children }: FoldProps) {
  const t = useTranslations('approvals.fold')
  const { opened } = useReadGate()
  const details = useRef<HTMLDetailsElement>(null)
  // It may have been opened before this code arrived.
  useEffect(() => {
    if (details.current?.open) opened(part)
  }, [opened, part])
  return (
    <details ref={details} data-fold={part} className="group/fold" onToggle={(event) => event.currentTarget.open && opened(part)}>
      <summary className="flex min-h-6 list-none items-center gap-1.5 rounded-sm font-sans text-13 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="flip-rtl size-3.5 shrink-0 text-ink-3 group-open/fold:rotate-90" />
        <span className="min-w-0 truncate font-mono text-ink-3 group-open/fold:hidden ltr">{start}…</span>
        <span className="shrink-0 font-medium text-accent">
          <span className="group-open/fold:hidden">{t('open')}</span>
          <span className="hidden group-open/fold:inline">{t('close')}</span>
        </span>
        <span className="shrink-0 text-ink-3 nums">{t('size', { length, lines })}</span>
      </summary>
      <div tabIndex={0} role="region" aria-label={t('region')} className="mt-2 max-h-[420px] overflow-auto rounded-md border border-line bg-bg p-2.5">
        {children}
      </div>
    </details>
  )
}
