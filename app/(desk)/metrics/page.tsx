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
import type { Ctx } from '@/lib/context'
import { decisionPace, decisionsOverTime } from '@/lib/metrics/pace'
import { before, isoDay, lastDay, periodOf } from '@/lib/metrics/period'
import { actionsOverTime, byAgent, byTool, costs } from '@/lib/metrics/queries'
import { scopeOf, type MetricsFilter } from '@/lib/metrics/schema'
import { buckets, fill, NO_ACTIONS, NO_DECISIONS } from '@/lib/metrics/series'
import { readMetricsAddress } from './search-params'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('metrics'))('title') })

export default async function MetricsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { session, ctx } = await requirePage('metrics.read')
  const [address, choices] = await Promise.all([readMetricsAddress(searchParams), filterChoices(ctx.workspace)])
  const period = periodOf(address, new Date(), '30d')
  const known = (name: string | null, among: string[]) => (name && among.includes(name) ? name : null)
  const filter = { period, agent: known(address.agent, choices.agents), tool: known(address.tool, choices.tools) }
  const own = scopeOf(session.roles) === 'own'
  return (
    <AreaMessages areas={['metrics']}>
      <Page>
        <MetricsFilterBar values={address} own={own} {...choices} days={{ from: isoDay(period.from), to: lastDay(period) }} />
        <Suspense key={JSON.stringify(address)} fallback={<MetricsSkeleton />}>
          {own ? <Own ctx={ctx} filter={filter} email={session.user.email} /> : <All ctx={ctx} filter={filter} />}
        </Suspense>
      </Page>
    </AreaMessages>
  )
}

async function All({ ctx: { workspace }, filter }: { ctx: Ctx; filter: MetricsFilter }) {
  const earlier = { ...filter, period: before(filter.period) }
  const [actions, actionsBefore, pace, paceBefore, decisions, cost, agents, tools] = await Promise.all([
    actionsOverTime(workspace, filter),
    actionsOverTime(workspace, earlier),
    decisionPace(workspace, filter),
    decisionPace(workspace, earlier),
    decisionsOverTime(workspace, filter),
    costs(workspace, filter),
    byAgent(workspace, filter),
    byTool(workspace, filter),
  ])
  const starts = buckets(filter.period)
  return (
    <AllMetrics
      unit={filter.period.unit}
      points={fill(actions, starts, NO_ACTIONS)}
      before={actionsBefore}
      pace={pace}
      paceBefore={paceBefore}
      decisions={fill(decisions, starts, NO_DECISIONS)}
      costs={cost}
      agents={agents}
      tools={tools}
    />
  )
}

async function Own({ ctx: { workspace }, filter, email }: { ctx: Ctx; filter: MetricsFilter; email: string }) {
  const mine = { ...filter, decidedBy: email }
  const [pace, paceBefore, decisions] = await Promise.all([
    decisionPace(workspace, mine),
    decisionPace(workspace, { ...mine, period: before(filter.period) }),
    decisionsOverTime(workspace, mine),
  ])
  return <OwnPace unit={filter.period.unit} pace={pace} before={paceBefore} decisions={fill(decisions, buckets(filter.period), NO_DECISIONS)} />
}
