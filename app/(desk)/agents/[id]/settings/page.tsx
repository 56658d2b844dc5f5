import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { AgentState } from '@/components/agents/agent-state'
import { ChangeList } from '@/components/agents/change-list'
import { KeyList } from '@/components/agents/key-table'
import { SettingsForm } from '@/components/agents/settings-form'
import { SettingsRead } from '@/components/agents/settings-read'
import type { SettingsValues } from '@/components/agents/settings-values'
import type { EffectiveSettings } from '@/lib/agents/effective-settings'
import { readWeek } from '@/lib/agents/history'
import { listKeys } from '@/lib/agents/queries'
import { listConfigChanges } from '@/lib/audit/config-changes'
import { listToolIds } from '@/lib/tools/queries'
import { openAgent, type AgentPageProps } from '../open-agent'
import { saveSettings } from './actions'

const asTyped = (settings: EffectiveSettings): SettingsValues => ({
  approvalRequired: settings.approvalRequired,
  autoTrigger: settings.autoTrigger,
  maxActionsPerHour: String(settings.maxActionsPerHour),
  trustCeiling: String(settings.trustCeiling),
  allowedTools: settings.allowedTools,
  blockedTools: settings.blockedTools,
  customPrompt: settings.customPrompt,
  settings: JSON.stringify(settings.settings, null, 2),
})

export default async function AgentSettingsPage({ params }: AgentPageProps) {
  const { ctx, agent, admin } = await openAgent((await params).id)
  const [t, week, toolIds, keys, changes] = await Promise.all([
    getTranslations('agents'), readWeek(ctx, agent.id), listToolIds(ctx), listKeys(ctx, agent.id),
    listConfigChanges(ctx, { agentId: agent.id }, null, 6),
  ])
  const stored = asTyped(agent.settings)
  return (
    <div className="grid max-w-[1120px] gap-10 lg:grid-cols-[minmax(0,1fr)_336px]">
      <div className="min-w-0">
        <div className="grid gap-x-6 gap-y-2 border-b border-line pb-4 md:grid-cols-[220px_minmax(0,1fr)]">
          <div>
            <h2 className="font-medium">{t('killSwitch.label')}</h2>
            <p className="mt-[3px] text-13 text-ink-2">{t('killSwitch.about')}</p>
          </div>
          <p>
            <AgentState enabled={agent.enabled} archived={agent.archived} />
            <span className="mt-[7px] block text-13 text-ink-2">{t(agent.enabled ? 'killSwitch.on' : 'killSwitch.off')}</span>
          </p>
        </div>
        <div>
          {week.more && <p className="border-b border-line py-3 text-13 text-ink-2">{t('weekPart', { count: week.actions })}</p>}
          {admin ? (
            <SettingsForm
              agentId={agent.id} version={agent.settings.version} stored={stored} by={agent.settingsBy}
              toolIds={toolIds} week={week} action={saveSettings}
            />
          ) : (
            <SettingsRead values={stored} week={week} />
          )}
        </div>
      </div>
      <aside className="min-w-0">
        <h2 className="mb-2.5 text-13 font-semibold">{t('tab.changes')}</h2>
        <ChangeList changes={changes.rows} />
        {changes.next && <Link href={`/agents/${agent.id}/changes`} className="mt-2 inline-block text-13 text-accent">{t('changes.all')}</Link>}
        <h2 className="mt-7 mb-2.5 text-13 font-semibold">{t('tab.keys')}</h2>
        <KeyList keys={keys} />
      </aside>
    </div>
  )
}
