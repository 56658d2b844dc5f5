import { useFormatter, useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { Panel } from '@/components/ui/card'
import { numeric, Table, TableCell, TableHead, TableRow } from '@/components/ui/table'
import type { ToolRow } from '@/lib/metrics/queries'
import { share } from '@/lib/metrics/series'
import { useShare } from './tiles'

const SHOWN = 8

export function ToolTable({ rows }: { rows: readonly ToolRow[] }) {
  const t = useTranslations('metrics')
  const format = useFormatter()
  const said = useShare()
  return (
    <Panel title={t('tools.title')} note={t('tools.note')}>
      <Table label={t('tools.title')}>
        <thead>
          <tr>
            <TableHead className="ps-0">{t('tool')}</TableHead>
            <TableHead className={numeric}>{t('calls')}</TableHead>
            <TableHead className={numeric}>{t('tools.risk')}</TableHead>
            <TableHead className={cn(numeric, 'pe-0')}>{t('tools.failed')}</TableHead>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row) => (
            <TableRow key={row.tool}>
              <TableCell className="max-w-[150px] truncate ps-0" title={row.tool}><bdi>{row.tool}</bdi></TableCell>
              <TableCell className={numeric}>{format.number(row.calls)}</TableCell>
              <TableCell className={numeric}>{format.number(row.risk, { maximumFractionDigits: 0 })}</TableCell>
              <TableCell className={cn(numeric, 'pe-0 whitespace-nowrap')}>{said(share(row.failed, row.finished))}</TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </Panel>
  )
}
