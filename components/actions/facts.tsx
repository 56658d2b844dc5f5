import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Timestamp } from '@/components/ui/time'
import { VisibleText } from '@/components/ui/visible-text'
import type { ActionDetail } from '@/lib/actions/show'

/** Who, with what, when, and what proves it. What an action does not have is left out. */
export function ActionFacts({ action }: { action: ActionDetail }) {
  const t = useTranslations('actions')
  const code = (text: string | null) => text && <VisibleText text={text} className="font-mono text-12 break-all" />
  const time = (at: Date | null) => at && <Timestamp at={at} />
  const { grant, settled } = action
  const facts: [Parameters<typeof t>[0], ReactNode][] = [
    ['fact.agent', code(action.agentId)],
    ['fact.tool', code(action.toolId)],
    ['fact.client', code(action.clientId)],
    ['fact.run', code(action.runId)],
    ['fact.sandbox', code(action.sandboxId)],
    ['fact.asked', time(action.createdAt)],
    ['fact.started', time(action.startedAt)],
    ['fact.due', time(action.resultDue)],
    ['fact.finished', time(action.finishedAt)],
    ['fact.took', action.durationMs !== null && t('milliseconds', { count: action.durationMs })],
    ['fact.settled', time(settled?.at ?? null)],
    ['fact.redeemed', time(grant?.at ?? null)],
    ['fact.grant', grant && (grant.kid ? code(grant.id) : t('fact.unsigned'))],
    ['fact.key', code(grant?.kid ?? null)],
    ['fact.hash', code(action.actionHash)],
    ['fact.id', code(action.id)],
  ]
  return (
    <dl className="text-13">
      {facts.map(([name, value]) =>
        value ? (
          <div key={name} className="border-b border-line py-[9px] first:pt-0">
            <dt className="text-12 text-ink-3">{t(name)}</dt>
            <dd className="m-0 break-words">{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}
