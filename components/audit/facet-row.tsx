import { Check, ChevronDown } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonStyles } from '@/components/ui/button-styles'
import { ChipLink } from '@/components/ui/chip'
import { cn } from '@/components/ui/cn'
import { Popover } from '@/components/ui/popover'
import { VisibleText } from '@/components/ui/visible-text'
import type { AuditKind } from '@/lib/audit/append'
import type { FacetValue } from '@/lib/audit/facets'
import type { Dimension } from '@/lib/audit/search'

export interface LinkedValue extends FacetValue {
  on: boolean
  href: string
}
type Listed = Exclude<Dimension, 'kind' | 'success'>
const LISTED: readonly Listed[] = ['agent', 'tool', 'event', 'actor']

interface FacetRowProps {
  values: Record<Dimension, readonly LinkedValue[]>
  clearHref: string | null
  children: ReactNode
  /** After the count. */
  trailing: ReactNode
}

/** What the search comes to, divided; each value puts itself into the search, or out of it. Works without JavaScript. */
export function FacetRow({ values, clearHref, children, trailing }: FacetRowProps) {
  const t = useTranslations('audit')
  const format = useFormatter()
  const failed = values.success.find(({ value }) => value === 'false')
  return (
    <div className="mt-2.5 mb-1 flex flex-wrap items-center gap-x-3 gap-y-2">
      <div role="group" aria-label={t('filter.kind')} className="flex min-w-0 flex-wrap items-center gap-1.5 max-md:-mx-4 max-md:basis-[calc(100%+2rem)] max-md:flex-nowrap max-md:overflow-x-auto max-md:px-4 max-md:py-1">
        {values.kind.map(({ value, count, on, href }) => (
          <ChipLink key={value} on={on} href={href} prefetch={false} scroll={false}>
            {t(`kind.${value as AuditKind}`)} <b className="nums">{format.number(count)}</b>
          </ChipLink>
        ))}
        {failed && (
          <ChipLink on={failed.on} href={failed.href} prefetch={false} scroll={false}>
            {t('failedOnly')} <b className="nums">{format.number(failed.count)}</b>
          </ChipLink>
        )}
        {LISTED.map((name) => <FacetMenu key={name} name={name} values={values[name]} />)}
        {clearHref && <ChipLink href={clearHref} prefetch={false} className="border-transparent underline underline-offset-3">{t('clear')}</ChipLink>}
      </div>
      <div className="ms-auto flex min-h-[30px] items-center gap-2">
        <p className="text-12 text-ink-2" aria-live="polite">{children}</p>
        {trailing}
      </div>
    </div>
  )
}

function FacetMenu({ name, values }: { name: Listed; values: readonly LinkedValue[] }) {
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
