import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'
import { cn } from '@/components/ui/cn'
import { Panel } from '@/components/ui/card'
import { numeric, Table, TableCell, TableHead, TableRow } from '@/components/ui/table'
import type { AgentRow } from '@/lib/metrics/queries'
import { share } from '@/lib/metrics/series'
import { useShare } from './tiles'

const SHOWN = 8

export function AgentTable({ rows }: { rows: readonly AgentRow[] }) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const said = useShare()
  return (
    <Panel title={t('agents.title')} note={t('agents.note')}>
      <Table label={t('agents.title')}>
        <thead>
          <tr>
            <TableHead className="ps-0">{t('agent')}</TableHead>
            <TableHead className={numeric}>{t('calls')}</TableHead>
            <TableHead className={cn(numeric, 'pe-0')}>{t('agents.blocked')}</TableHead>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row) => (
            <TableRow key={row.agent}>
              <TableCell className="max-w-[150px] truncate ps-0">
                <Link href={`/agents/${encodeURIComponent(row.agent)}`} className="no-underline hover:underline" title={row.name}><bdi>{row.agent}</bdi></Link>
              </TableCell>
              <TableCell className={numeric}>{format.number(row.calls)}</TableCell>
              <TableCell className={cn(numeric, 'pe-0 whitespace-nowrap')}>
                <span aria-hidden className="me-2 inline-block h-1.5 w-14 overflow-hidden rounded-full bg-line align-[2px] max-sm:hidden">
                  <span className="block h-full bg-bad" style={{ inlineSize: `${(row.blocked / row.calls) * 100}%` }} />
                </span>
                <span className="inline-block min-w-11">{said(share(row.blocked, row.calls))}</span>
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </Panel>
  )
}
