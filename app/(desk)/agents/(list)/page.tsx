import type { Metadata } from 'next'
import Form from 'next/form'
import { getTranslations } from 'next-intl/server'
import { AreaMessages } from '@/app/area-messages'
import { requirePage } from '@/app/page-context'
import { AgentTable } from '@/components/agents/agent-table'
import { CreateAgent } from '@/components/agents/create-agent'
import { FirstSteps } from '@/components/agents/first-steps'
import { HoldControl } from '@/components/agents/hold-control'
import { ReasonsControl } from '@/components/agents/reasons-control'
import { StartDemoButton } from '@/components/demo/start-demo-button'
import { ChipLink } from '@/components/ui/chip'
import { EmptyState } from '@/components/ui/empty-state'
import { Input } from '@/components/ui/input'
import { Page, PageHeader } from '@/components/ui/page-header'
import { Pagination } from '@/components/ui/pagination'
import { listAgents, listOwners, readFirstSteps } from '@/lib/agents/queries'
import { can } from '@/lib/auth/permissions'
import { gatewayUrl } from '@/lib/env'
import { readWorkspaceRules } from '@/lib/tools/queries'
import { rejectReasons } from '@/lib/workspaces/set-reject-reasons'
import { startDemo } from '../../demo-action'
import { changeHold, changeRejectReasons, createAgent, createFirstAgent } from '../actions'
import { readView, viewHref, type SearchParams } from '../search-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('agents'))('title') }
}

export default async function AgentsPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, session } = await requirePage('agents.read')
  const admin = can(session.roles, 'agents.change')
  const view = await readView(searchParams)
  const [t, { agents, next }, desk, owners, rules, reasons] = await Promise.all([
    getTranslations('agents'), listAgents(ctx, view), readFirstSteps(ctx), listOwners(ctx), readWorkspaceRules(ctx), rejectReasons(ctx),
  ])
  if (!desk.agents) {
    const demo = can(session.roles, 'demo.run') && <StartDemoButton action={startDemo} />
    return (
      <AreaMessages areas={['agents', 'demo']}>
        <Page>
          <PageHeader title={t('title')} />
          <FirstSteps gateway={gatewayUrl()} action={admin ? createFirstAgent : undefined} demo={demo} />
        </Page>
      </AreaMessages>
    )
  }
  return (
    <AreaMessages areas={['agents']}>
      <Page>
        <PageHeader title={t('title')} description={t('about')} actions={admin && <CreateAgent action={createAgent} owners={owners} />} />
        <div className="mb-4 flex flex-wrap items-center gap-2">
          <Form action="/agents" className="me-2 w-64 max-w-full max-sm:me-0 max-sm:w-full">
            {view.archived && <input type="hidden" name="archived" value="1" />}
            <Input type="search" name="q" defaultValue={view.q} placeholder={t('searchPlaceholder')} aria-label={t('searchPlaceholder')} maxLength={200} />
          </Form>
          <ChipLink href={viewHref({ q: view.q })} on={!view.archived}>{t('filter.active')}</ChipLink>
          <ChipLink href={viewHref({ q: view.q, archived: true })} on={view.archived}>{t('filter.archived')}</ChipLink>
        </div>
        {agents.length > 0 ? <AgentTable agents={agents} /> : <EmptyState title={t('nothing')}>{t('nothingText')}</EmptyState>}
        <Pagination label={t('pages')} newerHref={view.after ? viewHref({ ...view, after: null }) : null} olderHref={next && viewHref({ ...view, after: next })} />
        <section className="mt-10 border-t border-line pt-6">
          <h2 className="mb-3 text-15 font-semibold">{t('hold.title')}</h2>
          {admin ? (
            <HoldControl seconds={rules.holdMs / 1000} action={changeHold} />
          ) : (
            <p className="text-13 text-ink-2">{t('hold.reads', { seconds: rules.holdMs / 1000 })}</p>
          )}
        </section>
        <section className="mt-10 border-t border-line pt-6">
          <h2 className="mb-3 text-15 font-semibold">{t('reasons.title')}</h2>
          {admin ? <ReasonsControl reasons={reasons} action={changeRejectReasons} /> : <p className="text-13 text-ink-2">{t('reasons.reads', { count: reasons.length })}</p>}
        </section>
      </Page>
    </AreaMessages>
  )
}
