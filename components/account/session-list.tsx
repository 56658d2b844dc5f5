import { useTranslations } from 'next-intl'
import type { FormAction } from '@/components/ui/action-result'
import { Tag } from '@/components/ui/tag'
import { Time } from '@/components/ui/time'
import type { SessionRow } from '@/lib/users/queries'
import { deviceOf } from './device'
import { RevokeButton } from './revoke-button'

interface SessionListProps {
  sessions: readonly SessionRow[]
  currentId?: string
  /** Absent where the reader may only look. */
  revoke?: FormAction
  /** Whose sessions they are, when not one's own. */
  userId?: string
  /** Off where all of them are in the same workspace. */
  showWorkspace?: boolean
}

export function SessionList({ sessions, currentId, revoke, userId, showWorkspace }: SessionListProps) {
  const t = useTranslations('account.sessions')
  if (sessions.length === 0) return <p className="text-13 text-ink-2">{t('none')}</p>
  return (
    <ul>
      {sessions.map((session) => {
        const device = deviceOf(session.userAgent)
        const name = device ? t('device', device) : t('unknownDevice')
        const current = session.id === currentId
        return (
          <li key={session.id} className="flex items-start gap-4 border-b border-line py-2.5 first:pt-0 last:border-0">
            <div className="me-auto min-w-0">
              <div className="flex flex-wrap items-center gap-2 font-medium" title={session.userAgent ?? undefined}>
                <span>{name}</span>
                {current && <Tag tone="ok">{t('current')}</Tag>}
              </div>
              <div className="mt-0.5 text-13 text-ink-2">
                {t.rich('seen', { when: () => <Time at={session.lastSeenAt} /> })}
                {', '}
                {t.rich('opened', { when: () => <Time at={session.createdAt} /> })}
                {', '}
                {session.ip ? <bdi dir="ltr" className="font-mono text-12">{session.ip}</bdi> : t('noAddress')}
                {showWorkspace && <>, {t.rich('inWorkspace', { workspace: () => <bdi>{session.workspaceName}</bdi> })}</>}
              </div>
            </div>
            {revoke && !current && <RevokeButton action={revoke} sessionId={session.id} userId={userId} device={name} />}
          </li>
        )
      })}
    </ul>
  )
}
