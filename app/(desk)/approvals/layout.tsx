import { headers } from 'next/headers'
import { Suspense, type ReactNode } from 'react'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { readFilter } from '@/components/approvals/filter-params'
import { ListBoundary } from '@/components/approvals/list-boundary'
import { ListSkeleton } from '@/components/approvals/list-skeleton'
import { QueuePanes } from '@/components/approvals/queue-context'
import { can } from '@/lib/auth/permissions'
import { DemoStrip } from '../demo-strip'
import { Attention } from './attention'
import { ListPane } from './list-pane'
import { reasonsAtHand } from './reasons-at-hand'

/** The list stays while documents come and go beside it, so it keeps its place, its focus and its filters. */
export default async function ApprovalsLayout({ children }: { children: ReactNode }) {
  const { session, ctx } = await requirePage('approvals.read')
  const filter = readFilter((await headers()).get('x-search') ?? '')
  const list = (
    <ListBoundary>
      <Suspense fallback={<ListSkeleton />}>
        <ListPane ctx={ctx} filter={filter} />
      </Suspense>
    </ListBoundary>
  )
  return (
    <AreaMessages areas={['approvals']}>
      <div className="flex h-full flex-col">
        {/* With the frame and not after it: what is below would move under somebody's finger. */}
        <DemoStrip session={session} />
        <Attention ctx={ctx} />
        <div className="min-h-0 flex-1">
          <QueuePanes list={list} hotkeys={session.user.hotkeys} decides={can(session.roles, 'approvals.decide')} userId={session.user.id} reasons={await reasonsAtHand(ctx)}>
            {children}
          </QueuePanes>
        </div>
      </div>
    </AreaMessages>
  )
}
