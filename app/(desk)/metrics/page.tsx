import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { SearchParams } from 'nuqs/server'
import { Suspense } from 'react'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { AllMetrics } from '@/components/metrics/all-metrics'
import { MetricsFilterBar } from '@/components/metrics/metrics-filter-bar'
import { MetricsSkeleton } from '@/components/metrics/metrics-skeleton'
import { OwnPace } from '@/components/metrics/own-pace'
import { Page } from '@/components/ui/page-header'
import { filterChoices } from '@/lib/audit/queries'
import type { WorkspaceId } from '@/lib/context'
import { before, isoDay, lastDay, periodOf, type Period } from '@/lib/metrics/period'
import { actionsOverTime, asked, busyHours, byAgent, byTool, countedUpTo, decisionsOverTime } from '@/lib/metrics/queries'
import { scopeOf, type MetricsFilter } from '@/lib/metrics/schema'
import { backlog, buckets, decisionsOf, fill, total } from '@/lib/metrics/series'
import { readMetricsAddress } from './search-params'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('metrics'))('title') })

type Filter = MetricsFilter & { period: Period }

export default async function MetricsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { session, ctx } = await requirePage('metrics.read')
  const [address, choices, upTo] = await Promise.all([readMetricsAddress(searchParams), filterChoices(ctx.workspace), countedUpTo(ctx.workspace)])
  const period = periodOf(address, new Date(), '30d')
  const known = (name: string | null, among: string[]) => (name && among.includes(name) ? name : null)
  const filter = { period, agent: known(address.agent, choices.agents), tool: known(address.tool, choices.tools) }
  const own = scopeOf(session.roles) === 'own'
  return (
    <AreaMessages areas={['metrics']}>
      <Page>
        <MetricsFilterBar values={address} own={own} {...choices} days={{ from: isoDay(period.from), to: lastDay(period) }} upTo={upTo} />
        <Suspense key={JSON.stringify(address)} fallback={<MetricsSkeleton />}>
          {own ? <Own workspace={ctx.workspace} filter={filter} email={session.user.email} /> : <All workspace={ctx.workspace} filter={filter} />}
        </Suspense>
      </Page>
    </AreaMessages>
  )
}

async function All({ workspace, filter }: { workspace: WorkspaceId; filter: Filter }) {
  const earlier = { ...filter, period: before(filter.period) }
  const [actions, actionsBefore, open, decisions, agents, tools, busy] = await Promise.all([
    actionsOverTime(workspace, filter),
    actionsOverTime(workspace, earlier),
    asked(workspace, filter),
    decisionsOverTime(workspace, filter),
    byAgent(workspace, filter),
    byTool(workspace, filter),
    busyHours(workspace, filter),
  ])
  const starts = buckets(filter.period)
  const reviewers = [...new Set(decisions.map(({ reviewer }) => reviewer))]
    .map((reviewer) => ({ reviewer, ...decisionsOf(decisions.filter((row) => row.reviewer === reviewer)) }))
    .sort((a, b) => b.approved + b.rejected - (a.approved + a.rejected))
  return (
    <AllMetrics
      unit={filter.period.unit}
      about={filter}
      points={fill(actions, starts, total)}
      before={total(actionsBefore)}
      waiting={backlog(open, starts, filter.period.unit)}
      agents={agents}
      tools={tools}
      reviewers={reviewers}
      busy={busy}
    />
  )
}

async function Own({ workspace, filter, email }: { workspace: WorkspaceId; filter: Filter; email: string }) {
  const [decisions, decisionsBefore] = await Promise.all([
    decisionsOverTime(workspace, filter, email),
    decisionsOverTime(workspace, { ...filter, period: before(filter.period) }, email),
  ])
  const points = fill(decisions, buckets(filter.period), decisionsOf)
  return <OwnPace unit={filter.period.unit} about={filter} email={email} points={points} before={decisionsOf(decisionsBefore)} />
}
