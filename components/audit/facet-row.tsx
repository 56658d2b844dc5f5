import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ChipLink } from '@/components/ui/chip'
import type { AuditKind } from '@/lib/audit/append'
import type { Dimension } from '@/lib/audit/search'
import { FacetMenu, type LinkedValue, type Listed } from './facet-menu'

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
