'use client'
import { ArrowLeft } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { Countdown } from '@/components/ui/countdown'
import type { ApprovalStatus } from '@/lib/approvals/schema'
import { filterSearch } from './filter-params'
import { useFilter } from './use-filter'

/** On a narrow screen the list is another screen: the way back to it, and the time that is left. */
export function DocumentHead({ status, expiresAt }: { status: ApprovalStatus; expiresAt: number }) {
  const t = useTranslations('approvals.list')
  const [filter] = useFilter()
  return (
    <div className="sticky top-0 z-1 flex min-h-[45px] items-center gap-2.5 border-b border-line bg-panel px-4 lg:hidden">
      <Link href={`/approvals${filterSearch(filter)}`} scroll={false} className="flex min-h-[44px] items-center gap-2.5 font-semibold text-ink no-underline">
        <ArrowLeft aria-hidden className="flip-rtl size-4" />
        {t('pageTitle')}
      </Link>
      {status === 'pending' && <Countdown until={expiresAt} className="ms-auto text-14" />}
    </div>
  )
}
