import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonStyles } from './button-styles'
import { cn } from './cn'

interface PaginationProps {
  newerHref?: string | null
  olderHref?: string | null
  label: string
}

function Turn({ href, rel, children }: { href?: string | null; rel: 'prev' | 'next'; children: ReactNode }) {
  const style = buttonStyles({ size: 'sm' })
  if (!href) return <span aria-disabled className={cn(style, 'opacity-40')}>{children}</span>
  return <Link href={href} rel={rel} className={style}>{children}</Link>
}

/** Keyset pages: there are no page numbers, only newer and older. */
export function Pagination({ newerHref, olderHref, label }: PaginationProps) {
  const t = useTranslations('common')
  if (!newerHref && !olderHref) return null
  return (
    <nav aria-label={label} className="mt-4 flex justify-end gap-2">
      <Turn href={newerHref} rel="prev">
        <ChevronLeft aria-hidden className="flip-rtl size-3.5" />
        {t('newer')}
      </Turn>
      <Turn href={olderHref} rel="next">
        {t('older')}
        <ChevronRight aria-hidden className="flip-rtl size-3.5" />
      </Turn>
    </nav>
  )
}
