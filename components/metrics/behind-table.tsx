import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import { StateTag } from '@/components/actions/state-tag'
import { cn } from '@/components/ui/cn'
import { numeric, Table, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { BehindRow } from '@/lib/metrics/behind'
import { useDuration } from './use-duration'

/** What a phone has no room for; the action's own page says it too. */
const wide = 'max-md:hidden'
const cut = 'inline-block max-w-full truncate align-bottom'

/** What was asked, by whom, and how it went; never with what. */
export function BehindTable({ rows, mayRead }: { rows: readonly BehindRow[]; mayRead: boolean }) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const duration = useDuration()
  const took = (ms: number | null) => (ms === null ? '–' : duration(ms))
  return (
    <Table label={t('behind.title')}>
      <thead>
        <tr>
          <TableHead>{t('behind.asked')}</TableHead>
          <TableHead>{t('behind.outcome')}</TableHead>
          <TableHead>{t('agent')}</TableHead>
          <TableHead className={wide}>{t('tool')}</TableHead>
          <TableHead className={cn(numeric, wide)}>{t('tools.risk')}</TableHead>
          <TableHead className={wide}>{t('behind.decidedBy')}</TableHead>
          <TableHead className={cn(numeric, wide)}>{t('pace.title')}</TableHead>
          <TableHead className={cn(numeric, wide)}>{t('latency.title')}</TableHead>
          <TableHead className={cn(numeric, wide)}>{t('tokens.title')}</TableHead>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="whitespace-nowrap">
              {mayRead ? <Link prefetch={false} href={row.approval_id ? `/approvals/${row.approval_id}` : `/actions/${row.id}`}><Time at={row.created_at} /></Link> : <Time at={row.created_at} />}
            </TableCell>
            <TableCell className="md:whitespace-nowrap">
              <StateTag state={row.state} />
              {row.http_status !== null && row.state === 'failed' && <span className="text-12 whitespace-nowrap text-ink-3 md:ms-1.5">{t('errors.http', { code: String(row.http_status) })}</span>}
            </TableCell>
            <TableCell className="max-w-[160px] max-md:max-w-[128px]">
              <bdi title={row.agent} className={cut}>{row.agent}</bdi>
              <span className="block text-12 text-ink-3 md:hidden"><code className={cn(cut, 'ltr')}>{row.tool}</code></span>
            </TableCell>
            <TableCell className={cn('max-w-[160px]', wide)}><code title={row.tool} className={cn(cut, 'ltr')}>{row.tool}</code></TableCell>
            <TableCell className={cn(numeric, wide)}>{format.number(row.risk_score)}</TableCell>
            <TableCell className={cn('max-w-[180px]', wide)}><bdi className={cut}>{row.resolved_by ?? '–'}</bdi></TableCell>
            <TableCell className={cn(numeric, 'whitespace-nowrap', wide)}>{took(row.decide_ms)}</TableCell>
            <TableCell className={cn(numeric, 'whitespace-nowrap', wide)}>{took(row.duration_ms)}</TableCell>
            <TableCell className={cn(numeric, wide)}>{row.tokens > 0 ? format.number(row.tokens) : '–'}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}
