import { useTranslations } from 'next-intl'
import { Tag } from '@/components/ui/tag'

export function AgentState({ enabled, archived }: { enabled: boolean; archived: boolean }) {
  const t = useTranslations('agents.state')
  if (archived) return <Tag>{t('archived')}</Tag>
  return enabled ? <Tag tone="ok">{t('enabled')}</Tag> : <Tag tone="bad">{t('disabled')}</Tag>
}
