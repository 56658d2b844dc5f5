import { getTranslations } from 'next-intl/server'
import { ChangeList } from '@/components/agents/change-list'
import { Pagination } from '@/components/ui/pagination'
import { listConfigChanges } from '@/lib/audit/config-changes'
import { cursorParam } from '../../../cursor-param'
import { openAgent, type AgentPageProps } from '../open-agent'

export default async function AgentChanges({ params, searchParams }: AgentPageProps) {
  const { ctx, agent } = await openAgent((await params).id)
  const { cursor } = await searchParams
  const after = cursorParam(cursor)
  const [t, { rows, next }] = await Promise.all([getTranslations('agents.changes'), listConfigChanges(ctx, { agentId: agent.id }, after)])
  const href = `/agents/${agent.id}/changes`
  return (
    <div className="max-w-[720px]">
      <ChangeList changes={rows} />
      <Pagination label={t('pages')} newerHref={after ? href : null} olderHref={next && `${href}?cursor=${next}`} />
    </div>
  )
}
