import type { Metadata } from 'next'
import { CircleCheck } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { UnsettledTable } from '@/components/actions/unsettled-table'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Page, PageHeader } from '@/components/ui/page-header'
import { Pagination } from '@/components/ui/pagination'
import { listUnsettled } from '@/lib/actions/unsettled'
import { cursorParam } from '../cursor-param'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('actions.list'))('title') })

/** Started actions whose end nobody knows. */
export default async function UnsettledPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { ctx } = await requirePage('approvals.read')
  const after = cursorParam((await searchParams).cursor)
  const [t, { rows, next }] = await Promise.all([getTranslations('actions.list'), listUnsettled(ctx, after)])
  return (
    <AreaMessages areas={['actions']}>
      <Page>
        {rows.length === 0 ? (
          <EmptyState heading="h1" icon={<CircleCheck />} title={t('empty')} action={<ButtonLink href="/approvals">{t('toApprovals')}</ButtonLink>}>{t('emptyText')}</EmptyState>
        ) : (
          <div className="max-w-[920px]">
            <PageHeader title={t('title')} description={t('about')} />
            <Card className="px-2 py-1"><UnsettledTable rows={rows} /></Card>
            <Pagination label={t('label')} newerHref={after && '/actions'} olderHref={next && `/actions?cursor=${next}`} />
          </div>
        )}
      </Page>
    </AreaMessages>
  )
}
