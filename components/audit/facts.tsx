import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { VisibleText } from '@/components/ui/visible-text'
import type { AuditEntry } from '@/lib/audit/queries'
import { About } from './about'
import { Actor } from './actor'

/** Who, about what, and from where. Facts that an entry does not have are left out. */
export function Facts({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('audit')
  const format = useFormatter()
  const code = (text: string | null) => text && <VisibleText text={text} className="font-mono text-12 break-all" />
  const facts: [Parameters<typeof t>[0], ReactNode][] = [
    ['fact.who', <WithId key="who" main={<Actor row={entry} />} id={entry.actorKind === 'agent' && !entry.actorName ? null : entry.actorId} />],
    ['fact.about', entry.actionName && <About row={entry} />],
    ['fact.event', code(entry.event)],
    ['fact.agent', code(entry.agentId)],
    ['fact.tool', code(entry.toolId)],
    ['fact.person', entry.personEmail && <bdi>{entry.personEmail}</bdi>],
    ['fact.client', code(entry.clientId)],
    ['fact.tokens', entry.tokensUsed !== null && format.number(entry.tokensUsed)],
    ['fact.duration', entry.durationMs !== null && t('milliseconds', { count: entry.durationMs })],
    ['fact.action', code(entry.actionId)],
    ['fact.run', code(entry.runId)],
    ['fact.request', code(entry.requestId)],
    ['fact.session', code(entry.sessionId)],
    ['fact.ip', code(entry.ip)],
    ['fact.userAgent', entry.userAgent && <VisibleText text={entry.userAgent} className="text-12" />],
    ['fact.id', code(entry.id)],
  ]
  return (
    <dl className="mb-[18px] grid grid-cols-[104px_minmax(0,1fr)] gap-x-3 gap-y-[7px] text-13">
      {facts.map(([name, value]) =>
        value ? (
          <div key={name} className="contents">
            <dt className="text-ink-3">{t(name)}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}

const WithId = ({ main, id }: { main: ReactNode; id: string | null }) => (
  <>
    {main} {id && <span className="block font-mono text-12 break-all text-ink-3"><VisibleText text={id} /></span>}
  </>
)
