import { KeyRound } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { CreateKey } from '@/components/agents/create-key'
import { KeyTable } from '@/components/agents/key-table'
import { EmptyState } from '@/components/ui/empty-state'
import { listKeys } from '@/lib/agents/queries'
import { gatewayUrl } from '@/lib/env'
import { endKey, makeKey } from '../actions'
import { openAgent, type AgentPageProps } from '../open-agent'

export default async function AgentKeys({ params }: AgentPageProps) {
  const { ctx, agent, admin } = await openAgent((await params).id)
  const [t, keys] = await Promise.all([getTranslations('agents.keys'), listKeys(ctx, agent.id)])
  return (
    <div className="max-w-[1120px]">
      <p className="mb-4 max-w-[45em] text-13 text-ink-2">{t('about')}</p>
      {keys.length > 0 && <KeyTable keys={keys} revoke={admin ? endKey : undefined} />}
      {admin && keys.every((key) => key.revokedAt) ? (
        <EmptyState
          icon={<KeyRound />}
          title={t('none')}
          action={<CreateKey agentId={agent.id} gateway={gatewayUrl()} action={makeKey} variant="primary" />}
        >
          {t('noneText')}
        </EmptyState>
      ) : (
        keys.length === 0 && <p className="text-13 text-ink-2">{t('none')}</p>
      )}
    </div>
  )
}
