import { useLocale, useTranslations } from 'next-intl'
import Link from 'next/link'
import { Table, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { Tag } from '@/components/ui/tag'
import { Time } from '@/components/ui/time'
import { VisibleText } from '@/components/ui/visible-text'
import type { UnsettledRow } from '@/lib/actions/unsettled'

export function UnsettledTable({ rows }: { rows: readonly UnsettledRow[] }) {
  const t = useTranslations('actions.list')
  const hebrew = useLocale() === 'he'
  return (
    <Table label={t('label')}>
      <thead>
        <tr>
          <TableHead>{t('action')}</TableHead>
          <TableHead className="max-sm:hidden">{t('agent')}</TableHead>
          <TableHead className="max-sm:hidden">{t('level')}</TableHead>
          <TableHead>{t('since')}</TableHead>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell>
              <Link href={`/actions/${row.id}`} className="font-medium text-ink"><VisibleText text={(hebrew && row.actionNameHe) || row.actionName} /></Link>
              <span className="block text-12 text-ink-3"><code>{row.toolId}</code></span>
            </TableCell>
            <TableCell className="max-sm:hidden"><bdi>{row.agentId}</bdi></TableCell>
            <TableCell className="max-sm:hidden"><Tag tone={row.trustLevel >= 4 ? 'crit' : 'neutral'}>{`L${row.trustLevel}`}</Tag></TableCell>
            <TableCell className="whitespace-nowrap"><Time at={row.finishedAt} /></TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}
