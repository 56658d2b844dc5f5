import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Time, Timestamp } from '@/components/ui/time'
import type { PasskeyRow } from '@/lib/passkeys/queries'

interface PasskeyListProps {
  passkeys: readonly PasskeyRow[]
  /** What it says where there is none. */
  none: string
  /** What can be done about one; nothing where the reader may only look. */
  controls?: (passkey: PasskeyRow) => ReactNode
}

export function PasskeyList({ passkeys, none, controls }: PasskeyListProps) {
  const t = useTranslations('account.passkeys')
  if (passkeys.length === 0) return <p className="text-13 text-ink-2">{none}</p>
  return (
    <ul>
      {passkeys.map((passkey) => (
        <li key={passkey.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line py-2.5 first:pt-0 last:border-0">
          <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
          <div className="me-auto min-w-0 flex-1 basis-44">
            <div className="font-medium break-words">
              <bdi>{passkey.name}</bdi>
            </div>
            <div className="mt-0.5 text-13 text-ink-2">
              {t.rich('created', { when: () => <Timestamp at={passkey.createdAt} show="date" /> })}
              {', '}
              {passkey.lastUsedAt ? t.rich('used', { when: () => <Time at={passkey.lastUsedAt ?? 0} /> }) : t('unused')}
            </div>
          </div>
          {controls && <div className="flex gap-2">{controls(passkey)}</div>}
        </li>
      ))}
    </ul>
  )
}
