import { useLocale } from 'next-intl'
import { VisibleText } from '@/components/ui/visible-text'
import type { AuditRow } from '@/lib/audit/queries'

type Concerned = Pick<AuditRow, 'actionName' | 'actionNameHe' | 'agentId' | 'toolId' | 'personEmail' | 'actorId'>

/** What an entry is about: the action, else the agent, the tool or the person. */
export function aboutOf(row: Concerned, locale: string): string | null {
  const action = locale === 'he' ? (row.actionNameHe ?? row.actionName) : row.actionName
  if (action) return action
  const agent = row.agentId === row.actorId ? null : row.agentId
  return agent ?? row.toolId ?? row.personEmail ?? row.agentId
}

export function About({ row, className }: { row: Concerned; className?: string }) {
  const about = aboutOf(row, useLocale())
  if (about === null) return <span aria-hidden className="text-ink-3">–</span>
  return <VisibleText text={about} className={className} />
}
