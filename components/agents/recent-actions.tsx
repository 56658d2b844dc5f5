import { useLocale, useTranslations } from 'next-intl'
import Link from 'next/link'
import { StateTag } from '@/components/actions/state-tag'
import { Time } from '@/components/ui/time'
import { VisibleText } from '@/components/ui/visible-text'
import type { RecentAction } from '@/lib/agents/history'

interface RecentActionsProps {
  actions: readonly RecentAction[]
  /** May open approvals and actions, so they are linked. */
  linked: boolean
}

/** What it asked for last; what waits for a person leads to its approval, the rest to the action. */
export function RecentActions({ actions, linked }: RecentActionsProps) {
  const t = useTranslations('agents')
  const verdict = useTranslations('activity.verdict')
  const hebrew = useLocale() === 'he'
  if (actions.length === 0) return <p className="text-13 text-ink-2">{t('recent.none')}</p>
  return (
    <ul className="text-13">
      {actions.map((action) => {
        const title = <VisibleText text={(hebrew && action.actionNameHe) || action.actionName} />
        return (
          <li key={action.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b border-line py-[9px] first:pt-0">
            <span className="min-w-0 flex-1 basis-52">
              {linked ? (
                <Link href={action.state === 'pending' ? `/approvals/${action.approvalId}` : `/actions/${action.id}`} className="text-ink no-underline hover:underline">{title}</Link>
              ) : (
                title
              )}
              <span className="block text-12 text-ink-3">
                <code>{action.toolId}</code> · {`L${action.trustLevel}`} · {verdict(action.decision)}
              </span>
            </span>
            <StateTag state={action.state} />
            <span className="min-w-24 text-end max-sm:basis-full max-sm:text-start text-12 whitespace-nowrap text-ink-3"><Time at={action.createdAt} /></span>
          </li>
        )
      })}
    </ul>
  )
}
