'use client'
import { useTranslations } from 'next-intl'
import { useSelectedLayoutSegment } from 'next/navigation'
import { TabLinks } from '@/components/ui/tab-links'

const TABS = ['overview', 'settings', 'permissions', 'keys', 'changes'] as const

export function AgentTabs({ id }: { id: string }) {
  const t = useTranslations('agents.tab')
  const current = useSelectedLayoutSegment() ?? 'overview'
  const tabs = TABS.map((value) => ({ value, label: t(value), href: `/agents/${id}${value === 'overview' ? '' : `/${value}`}` }))
  return <TabLinks label={t('label')} current={current} tabs={tabs} />
}
