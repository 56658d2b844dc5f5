import { getTranslations } from 'next-intl/server'
import { PermissionRow } from '@/components/agents/permission-row'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { listPermissions } from '@/lib/agents/permission-matrix'
import { changePermission } from '../actions'
import { openAgent, type AgentPageProps } from '../open-agent'

export default async function AgentPermissions({ params, searchParams }: AgentPageProps) {
  const { ctx, agent, admin } = await openAgent((await params).id)
  const { after } = await searchParams
  const from = typeof after === 'string' ? after.slice(0, 128) : ''
  const [t, { rows, next }] = await Promise.all([getTranslations('agents.permissions'), listPermissions(ctx, agent.id, from)])
  const href = `/agents/${agent.id}/permissions`
  if (rows.length === 0) {
    return <EmptyState title={t('noTools')} action={admin && <ButtonLink href="/tools">{t('toTools')}</ButtonLink>}>{t('noToolsText')}</EmptyState>
  }
  return (
    <div className="max-w-[880px]">
      <p className="mb-4 max-w-[45em] text-13 text-ink-2">{t('about')}</p>
      <ul>
        {rows.map((rule) => (
          <PermissionRow key={rule.toolId} agentId={agent.id} rule={rule} action={admin ? changePermission : undefined} />
        ))}
      </ul>
      <Pagination label={t('pages')} newerHref={from ? href : null} olderHref={next && `${href}?after=${encodeURIComponent(next)}`} />
    </div>
  )
}
