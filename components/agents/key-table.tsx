import { useTranslations } from 'next-intl'
import { Table, TableCell, TableHead, TableRow } from '@/components/ui/table'
import type { FormAction } from '@/components/ui/action-result'
import { Tag } from '@/components/ui/tag'
import { Time, Timestamp } from '@/components/ui/time'
import type { KeyRow } from '@/lib/agents/queries'
import { RevokeKey } from './revoke-key'

/** `revoke` only for those who may. */
export function KeyTable({ keys, revoke }: { keys: readonly KeyRow[]; revoke?: FormAction<unknown> }) {
  const t = useTranslations('agents.keys')
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <TableHead>{t('name')}</TableHead>
          <TableHead>{t('prefix')}</TableHead>
          <TableHead>{t('scopes')}</TableHead>
          <TableHead>{t('used')}</TableHead>
          <TableHead>{t('madeBy')}</TableHead>
          <TableHead><span className="sr-only">{t('revoke')}</span></TableHead>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <TableRow key={key.id}>
            <TableCell className={key.revokedAt ? 'text-ink-3 line-through' : 'font-medium'}><bdi>{key.name}</bdi></TableCell>
            <TableCell><code className="text-12 ltr">{key.prefix}…</code></TableCell>
            <TableCell><code className="text-12 text-ink-2">{key.scopes.join(' ')}</code></TableCell>
            <TableCell className="whitespace-nowrap text-ink-2">{key.lastUsedAt ? <Time at={key.lastUsedAt} /> : t('never')}</TableCell>
            <TableCell className="text-ink-2"><bdi>{key.createdBy}</bdi>, <Timestamp at={key.createdAt} show="date" /></TableCell>
            <TableCell className="text-end whitespace-nowrap">
              {key.revokedAt && (
                <span className="text-12 text-ink-3">
                  <Tag>{t('revoked')}</Tag> <bdi>{key.revokedBy}</bdi>, <Timestamp at={key.revokedAt} show="date" />
                </span>
              )}
              {revoke && <RevokeKey keyId={key.id} name={key.name} prefix={key.prefix} revoked={key.revokedAt !== null} action={revoke} />}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}

/** The same in the margin of the settings, as short as it gets. */
export function KeyList({ keys }: { keys: readonly KeyRow[] }) {
  const t = useTranslations('agents.keys')
  const live = keys.filter((key) => !key.revokedAt)
  if (live.length === 0) return <p className="text-13 text-ink-2">{t('none')}</p>
  return (
    <ul className="text-13">
      {live.map((key) => (
        <li key={key.id} className="border-b border-line py-[9px] first:pt-0">
          <code className="text-12 ltr">{key.prefix}…</code> <bdi>{key.name}</bdi>
          <span className="block text-12 text-ink-3">
            {t.rich('usedAndMade', {
              used: () => (key.lastUsedAt ? t.rich('usedAt', { at: () => <Time at={key.lastUsedAt ?? 0} /> }) : t('never')),
              made: () => <Timestamp at={key.createdAt} show="date" />,
              by: () => <bdi>{key.createdBy}</bdi>,
            })}
          </span>
        </li>
      ))}
    </ul>
  )
}
