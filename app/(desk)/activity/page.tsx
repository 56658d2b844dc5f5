import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { SearchParams } from 'nuqs/server'
import { Suspense } from 'react'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { ActivityFilterBar } from '@/components/activity/activity-filter'
import { ActivityList } from '@/components/activity/activity-list'
import { LiveControl } from '@/components/activity/live-control'
import { Page } from '@/components/ui/page-header'
import { SkeletonRows } from '@/components/ui/skeleton'
import { countNewer, listActivity, type ActivityRow } from '@/lib/actions/activity'
import { filterChoices } from '@/lib/audit/queries'
import { can } from '@/lib/auth/permissions'
import type { Ctx, Role } from '@/lib/context'
import { readCursor } from '@/lib/cursor'
import { cursorParam } from '../cursor-param'
import { activityHref, filterOf, isFiltered, readActivityAddress, type ActivityAddress } from './search-params'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('activity'))('title') })

/** Every action the moment it is asked for, with the verdict on it. */
export default async function ActivityPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { session, ctx } = await requirePage('activity.read')
  const asked = await readActivityAddress(searchParams)
  const address = { ...asked, until: cursorParam(asked.until ?? undefined) && asked.until }
  const [t, choices] = await Promise.all([getTranslations('activity'), filterChoices(ctx.workspace)])
  return (
    <AreaMessages areas={['activity']}>
      <Page>
        <div className="relative">
          <h1 className="mb-3 text-20 font-bold tracking-[-.02em]">{t('title')}</h1>
          <ActivityFilterBar values={address} {...choices} clearable={isFiltered(address)} />
          <Suspense key={JSON.stringify(address)} fallback={<SkeletonRows rows={14} />}>
            <Stream ctx={ctx} roles={session.roles} address={address} />
          </Suspense>
        </div>
      </Page>
    </AreaMessages>
  )
}

async function Stream({ ctx, roles, address }: { ctx: Ctx; roles: readonly Role[]; address: ActivityAddress }) {
  const filter = filterOf(address)
  const { until } = address
  const [page, newer] = await Promise.all([
    listActivity(ctx, filter, until ? readCursor(until) : null),
    until ? countNewer(ctx, filter, until) : null,
  ])
  const live = activityHref(address, null)
  const rows = page.rows.map((row) => ({ ...row, href: hrefOf(row, roles), approvalHref: can(roles, 'approvals.read') && row.approvalId ? `/approvals/${row.approvalId}` : null }))
  return (
    <>
      {/* Beside the title; it comes with the rows, and moves nothing when it does. */}
      <div className="absolute end-0 -top-0.5 flex min-h-[31px] max-w-[72%] items-center justify-end">
        <LiveControl
          key={until}
          href={until ? live : page.here && activityHref(address, page.here)}
          paused={until && newer ? { ask: activityHref(address, until).replace('/activity', '/api/activity'), newer } : null}
        />
      </div>
      <ActivityList
        rows={rows}
        looked={page.looked}
        lookedTo={page.older ? new Date(readCursor(page.older).at) : null}
        newestHref={until && live}
        olderHref={page.older && activityHref(address, page.older)}
        clearHref={isFiltered(address) ? '/activity' : null}
      />
    </>
  )
}

function hrefOf({ id }: ActivityRow, roles: readonly Role[]): string | null {
  if (can(roles, 'approvals.read')) return `/actions/${id}`
  return can(roles, 'audit.read') ? `/audit?q=action:${id}` : null
}
