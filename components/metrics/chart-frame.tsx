import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { Panel } from '@/components/ui/card'
import { numeric, Table, TableCell, TableHead, TableRow } from '@/components/ui/table'

interface ChartFrameProps {
  title: string
  note: string
  /** The chart in one sentence, for those who do not see it. */
  summary: string
  legend?: ReactNode
  columns: readonly string[]
  rows: readonly { key: number; label: string; cells: readonly string[] }[]
  children: ReactNode
}

/** Every chart has a title, a sentence and, one click away, its numbers. */
export function ChartFrame({ title, note, summary, legend, columns, rows, children }: ChartFrameProps) {
  const t = useTranslations('metrics')
  return (
    <Panel title={title} note={note} aside={legend}>
      <p className="sr-only">{summary}</p>
      {children}
      <details className="mt-2 text-12">
        <summary className="inline-block rounded-sm text-ink-3 underline-offset-3 hover:text-ink hover:underline">{t('asTable')}</summary>
        <div className="mt-2 max-h-72 overflow-y-auto">
          <Table label={t('numbersOf', { title })} className="text-12">
            <thead>
              <tr>
                <TableHead className="ps-0">{t('time')}</TableHead>
                {columns.map((column) => <TableHead key={column} className={numeric}>{column}</TableHead>)}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <TableRow key={row.key}>
                  <TableCell className={cn('ps-0 py-1 whitespace-nowrap')}>{row.label}</TableCell>
                  {row.cells.map((cell, index) => <TableCell key={columns[index]} className={cn(numeric, 'py-1')}>{cell}</TableCell>)}
                </TableRow>
              ))}
            </tbody>
          </Table>
        </div>
      </details>
    </Panel>
  )
}
