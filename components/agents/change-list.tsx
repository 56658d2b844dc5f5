import { useTranslations } from 'next-intl'
import { Timestamp } from '@/components/ui/time'
import type { ConfigChange } from '@/lib/audit/config-changes'
import { ChangedField } from './change-value'

/** Their fields say everything; the others need a sentence. */
const PLAIN = new Set(['settings.changed', 'agent.changed', 'tool.changed', 'agent.enabled', 'agent.disabled'])
/** The first values of a new row are on the page anyway. */
const TOLD = new Set(['agent.created', 'tool.created'])

interface ChangesOf {
  /** On a tool's page, where a permission is told by its agent. */
  ofTool?: boolean
}

function What({ change, ofTool }: ChangesOf & { change: ConfigChange }) {
  const t = useTranslations('agents.event')
  const key = `${change.event.replace('.', '_')}${ofTool && change.event.startsWith('permission.') ? '_of' : ''}`
  const sentence = t.has(key as 'agent_created')
    ? t.rich(key as 'agent_created', { name: change.keyName ?? '', tool: change.toolId ?? '', agent: change.agentId ?? '', code: (text) => <code className="text-12">{text}</code> })
    : change.event
  return (
    <>
      {!PLAIN.has(change.event) && <span className="block">{sentence}</span>}
      {!TOLD.has(change.event) &&
        change.changes.map((one) => (
          <span key={one.field} className="block">
            <ChangedField change={one} currency={change.currency} />
          </span>
        ))}
    </>
  )
}

/** Changes by field with who and when, newest first. */
export function ChangeList({ changes, ofTool }: ChangesOf & { changes: readonly ConfigChange[] }) {
  const t = useTranslations('agents')
  if (changes.length === 0) return <p className="text-13 text-ink-2">{t('changes.none')}</p>
  return (
    <ul className="text-13">
      {changes.map((change) => (
        <li key={change.id} className="border-b border-line py-[9px] first:pt-0">
          <What change={change} ofTool={ofTool} />
          <span className="block text-12 text-ink-3">
            <bdi>{change.by}</bdi>, <Timestamp at={change.at} />
          </span>
        </li>
      ))}
    </ul>
  )
}
