import type { Metadata } from 'next'
import { ListX } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import type { SearchParams } from 'nuqs/server'
import { requirePage } from '@/app/page-context'
import { BehindHead } from '@/components/metrics/behind-head'
import { BehindTable } from '@/components/metrics/behind-table'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Page } from '@/components/ui/page-header'
import { Pagination } from '@/components/ui/pagination'
import { can } from '@/lib/auth/permissions'
import { listBehind } from '@/lib/metrics/behind'
import { scopeOf } from '@/lib/metrics/schema'
import { cursorParam } from '../../cursor-param'
import { behindFilter, readBehindAddress } from '../search-params'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('metrics.behind'))('title') })

/** The rows behind one number of the metrics page. No arguments: managers may read this too. */
export default async function BehindPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { session, ctx } = await requirePage('metrics.read')
  const address = await readBehindAddress(searchParams)
  const wanted = behindFilter(address, new Date())
  // A reviewer has no numbers but their own, so no rows but those.
  const filter = scopeOf(session.roles) === 'own' ? { ...wanted, sort: 'decided' as const, code: null, reviewer: session.user.email } : wanted
  const after = cursorParam(address.cursor ?? undefined)
  const [t, { count, rows, next }] = await Promise.all([getTranslations('metrics.behind'), listBehind(ctx.workspace, filter, after)])
  const here = (cursor?: string) => {
    const kept = Object.entries({ ...address, cursor }).filter(([, value]) => value !== null && value !== undefined)
    return `/metrics/actions?${new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString()}`
  }
  return (
    <Page>
      <BehindHead filter={filter} count={count} />
      {rows.length === 0 ? (
        <Card><EmptyState icon={<ListX />} title={t('empty')}>{t('emptyText')}</EmptyState></Card>
      ) : (
        <Card className="px-2 py-1"><BehindTable rows={rows} mayRead={can(session.roles, 'approvals.read')} /></Card>
      )}
      <Pagination label={t('pages')} newerHref={after && here()} olderHref={next && here(next)} />
    </Page>
  )
}
