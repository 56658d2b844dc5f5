import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { AreaMessages } from '@/app/area-messages'
import { AgentState } from '@/components/agents/agent-state'
import { AgentTabs } from '@/components/agents/agent-tabs'
import { CreateKey } from '@/components/agents/create-key'
import { EnabledSwitch } from '@/components/agents/enabled-switch'
import { Page, PageHeader } from '@/components/ui/page-header'
import { Tag } from '@/components/ui/tag'
import { Time } from '@/components/ui/time'
import { gatewayUrl } from '@/lib/env'
import { switchAgent } from '../actions'
import { makeKey } from './actions'
import { openAgent, type AgentPageProps } from './open-agent'

export async function generateMetadata({ params }: Pick<AgentPageProps, 'params'>): Promise<Metadata> {
  const { agent } = await openAgent((await params).id)
  return { title: agent.name }
}

export default async function AgentLayout({ params, children }: Pick<AgentPageProps, 'params'> & { children: ReactNode }) {
  const { agent, admin } = await openAgent((await params).id)
  const [t, format] = await Promise.all([getTranslations('agents'), getFormatter()])
  const share = agent.actions ? format.number(agent.denied / agent.actions, { style: 'percent', maximumFractionDigits: 1 }) : null
  const summary = (
    <>
      {agent.name !== agent.id && <><code className="text-13 ltr">{agent.id}</code>. </>}
      {agent.team && <><bdi>{agent.team}</bdi>. </>}
      {t('inThirtyDays', { count: agent.actions })}
      {share && t('andBlocked', { share })}
      {', '}
      {agent.lastSeenAt ? t.rich('lastSeen', { at: () => <Time at={agent.lastSeenAt ?? 0} /> }) : t('notSeen')}
    </>
  )
  return (
    <AreaMessages areas={['agents']}>
      <Page>
        <PageHeader
          title={<bdi>{agent.name}</bdi>}
          tags={<><AgentState enabled={agent.enabled} archived={agent.archived} /><Tag>{t('ceiling', { level: agent.trustCeiling })}</Tag></>}
          description={summary}
          actionsLast
          actions={
            admin && (
              <>
                <CreateKey agentId={agent.id} gateway={gatewayUrl()} action={makeKey} />
                <EnabledSwitch agentId={agent.id} enabled={agent.enabled} action={switchAgent} />
              </>
            )
          }
        />
        <AgentTabs id={agent.id} />
        {children}
      </Page>
    </AreaMessages>
  )
}
