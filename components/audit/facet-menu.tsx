'use client'
import { Check, ChevronDown } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import { buttonStyles } from '@/components/ui/button-styles'
import { cn } from '@/components/ui/cn'
import { Popover } from '@/components/ui/popover'
import { VisibleText } from '@/components/ui/visible-text'
import type { FacetValue } from '@/lib/audit/facets'
import type { Dimension } from '@/lib/audit/search'

export interface LinkedValue extends FacetValue {
  on: boolean
  href: string
}
export type Listed = Exclude<Dimension, 'kind' | 'success'>

/** The values of one facet, the most frequent first; they are drawn when it is opened. */
export function FacetMenu({ name, values }: { name: Listed; values: readonly LinkedValue[] }) {
  const t = useTranslations('audit')
  const format = useFormatter()
  const chosen = values.filter(({ on }) => on)
  const most = Math.max(1, ...values.map(({ count }) => count))
  if (values.length === 0) return null
  return (
    <Popover
      align="start"
      className="w-80 p-1.5"
      trigger={
        <button type="button" className={cn(buttonStyles({ size: 'sm', variant: 'ghost' }), 'min-h-6 shrink-0 gap-1 px-2 text-12 whitespace-nowrap', chosen.length > 0 && 'font-medium text-ink')}>
          {t(`facet.${name}`)}
          {chosen.length > 0 && <span className="nums">{format.number(chosen.length)}</span>}
          <ChevronDown aria-hidden className="size-3" />
        </button>
      }
    >
      <ul className="max-h-80 overflow-y-auto">
        {values.map(({ value, count, on, href }) => (
          <li key={value}>
            <Link href={href} prefetch={false} scroll={false} aria-current={on ? 'true' : undefined} className="relative flex items-center gap-2 rounded-sm px-2 py-1.5 text-12 no-underline hover:bg-hover">
              <span aria-hidden className="absolute inset-y-1 start-0 rounded-sm bg-accent-soft" style={{ width: `${(count / most) * 100}%` }} />
              <span className="relative min-w-0 flex-1 truncate"><VisibleText text={value} className="whitespace-nowrap" /></span>
              {on && <Check aria-hidden className="relative size-3.5 shrink-0 text-accent" />}
              <span className="relative nums text-ink-2">{format.number(count)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Popover>
  )
}
