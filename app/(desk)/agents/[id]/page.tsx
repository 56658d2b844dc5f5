import { getTranslations } from 'next-intl/server'
import { ArchiveAgent } from '@/components/agents/archive-agent'
import { EditDetails } from '@/components/agents/edit-details'
import { RecentActions } from '@/components/agents/recent-actions'
import { ToolUseTable } from '@/components/agents/tool-use-table'
import { Section } from '@/components/ui/card'
import { Timestamp } from '@/components/ui/time'
import { listRecentActions, listToolUse } from '@/lib/agents/history'
import { listOwners } from '@/lib/agents/queries'
import { can } from '@/lib/auth/permissions'
import { archiveAgent, editDetails } from '../actions'
import { openAgent, type AgentPageProps } from './open-agent'

export default async function AgentOverview({ params }: AgentPageProps) {
  const { ctx, session, agent, admin } = await openAgent((await params).id)
  const [t, owners, actions, tools] = await Promise.all([
    getTranslations('agents'), listOwners(ctx), listRecentActions(ctx, agent.id), listToolUse(ctx, agent.id),
  ])
  const facts = [
    [t('fields.description'), agent.description ? <bdi key="d">{agent.description}</bdi> : <span key="d" className="text-ink-3">{t('details.noDescription')}</span>],
    [t('fields.team'), agent.team || '–'],
    [t('fields.owner'), agent.ownerName ? `${agent.ownerName}. ${t('details.ownerNever')}` : t('fields.noOwner')],
    [t('details.keys'), t('details.liveKeys', { count: agent.liveKeys })],
    [t('details.made'), <span key="m"><bdi>{agent.createdBy}</bdi>, <Timestamp at={agent.createdAt} /></span>],
  ] as const
  return (
    <div className="grid max-w-[1120px] gap-10 lg:grid-cols-[minmax(0,1fr)_336px]">
      <div className="min-w-0">
        <Section title={t('recent.title')}><RecentActions actions={actions} linked={can(session.roles, 'approvals.read')} /></Section>
        <Section title={t('toolUse.title')}><ToolUseTable tools={tools} /></Section>
      </div>
      <div className="min-w-0">
        <Section title={t('details.heading')}>
          <dl className="text-13">
            {facts.map(([name, value]) => (
              <div key={name} className="border-b border-line py-[9px] first:pt-0">
                <dt className="text-12 text-ink-3">{name}</dt>
                <dd className="break-words">{value}</dd>
              </div>
            ))}
          </dl>
          {admin && (
            <div className="mt-4 flex flex-wrap gap-2">
              <EditDetails agentId={agent.id} values={agent} owners={owners} action={editDetails} />
            </div>
          )}
        </Section>
        {admin && (
          <Section title={t('archive.heading')}>
            <p className="mb-3 text-13 text-ink-2">{t('archive.about')}</p>
            <ArchiveAgent agentId={agent.id} action={archiveAgent} />
          </Section>
        )}
      </div>
    </div>
  )
}
