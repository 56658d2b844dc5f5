import { useTranslations } from 'next-intl'
import { named, Table, TableCell, TableHead, TableRow } from '@/components/ui/table'
import type { FormAction } from '@/components/ui/action-result'
import { cn } from '@/components/ui/cn'
import { Tag } from '@/components/ui/tag'
import { Time, Timestamp } from '@/components/ui/time'
import type { KeyRow } from '@/lib/agents/queries'
import { RevokeKey } from './revoke-key'

/** What a phone shows under the name instead. */
const wide = 'max-md:hidden'

/** `revoke` only for those who may. */
export function KeyTable({ keys, revoke }: { keys: readonly KeyRow[]; revoke?: FormAction<unknown> }) {
  const t = useTranslations('agents.keys')
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <TableHead>{t('name')}</TableHead>
          <TableHead className={wide}>{t('prefix')}</TableHead>
          <TableHead className={wide}>{t('scopes')}</TableHead>
          <TableHead>{t('used')}</TableHead>
          <TableHead className={wide}>{t('madeBy')}</TableHead>
          <TableHead><span className="sr-only">{t('revoke')}</span></TableHead>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <TableRow key={key.id}>
            <TableCell className={named}>
              <bdi className={key.revokedAt ? 'text-ink-3 line-through' : 'font-medium'}>{key.name}</bdi>
              <code className="block text-12 text-ink-3 md:hidden"><bdi>{key.prefix}…</bdi> {key.scopes.join(' ')}</code>
            </TableCell>
            <TableCell className={wide}><code className="text-12 ltr">{key.prefix}…</code></TableCell>
            <TableCell className={wide}><code className="text-12 text-ink-2">{key.scopes.join(' ')}</code></TableCell>
            <TableCell className="whitespace-nowrap text-ink-2">{key.lastUsedAt ? <Time at={key.lastUsedAt} /> : t('never')}</TableCell>
            <TableCell className={cn(wide, named, 'text-ink-2')}><bdi>{key.createdBy}</bdi>, <Timestamp at={key.createdAt} show="date" /></TableCell>
            <TableCell className="text-end">
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
