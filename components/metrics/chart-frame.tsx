'use client'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useState, type ReactNode } from 'react'
import { Panel } from '@/components/ui/card'
import { numeric, Table, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { Downloads } from './downloads'
import { quiet } from './quiet'

interface Cell {
  text: string
  /** As it goes into a file. */
  value: number | null
}

interface ChartFrameProps {
  title: string
  note: string
  /** The chart in one sentence, for those who do not see it. */
  summary: string
  /** Names the files it is saved as. */
  file: string
  /** The rows behind all of it. */
  href: string
  legend?: ReactNode
  first: string
  columns: readonly string[]
  rows: readonly { key: string | number; label: string; href: string; cells: readonly Cell[] }[]
  children: ReactNode
}

/** Every chart has a title, a sentence and, one click away, its numbers, its rows and its files. */
export function ChartFrame({ title, note, summary, file, href, legend, first, columns, rows, children }: ChartFrameProps) {
  const t = useTranslations('metrics')
  // Hundreds of rows that few ask for: drawn once somebody has opened them, be it before the page was awake.
  const [opened, setOpened] = useState(false)
  const look = (details: HTMLDetailsElement | null) => void (details?.open && setOpened(true))
  return (
    <Panel title={title} note={note} aside={legend}>
      <div data-panel className="flex flex-1 flex-col">
        <p className="sr-only">{summary}</p>
        {children}
        <div className="relative mt-auto pt-2">
          <details className="text-12" ref={look} onToggle={(event) => look(event.currentTarget)}>
            <summary className={quiet}>{t('asTable')}</summary>
            {opened && (
              <div className="mt-2 max-h-72 overflow-y-auto">
                <Table label={t('numbersOf', { title })} className="text-12">
                  <thead>
                    <tr>
                      <TableHead className="ps-0">{first}</TableHead>
                      {columns.map((column) => <TableHead key={column} className={numeric}>{column}</TableHead>)}
                    </tr>
                  </thead>
                  <tbody>
                    {/* Plain links, as the bars are: hundreds of the router's would be as many components to wake. */}
                    {rows.map((row) => (
                      <TableRow key={row.key}>
                        <TableCell className="ps-0 py-1 whitespace-nowrap"><a href={row.href}>{row.label}</a></TableCell>
                        {row.cells.map((cell, index) => <TableCell key={columns[index]} className={`${numeric} py-1`}>{cell.text}</TableCell>)}
                      </TableRow>
                    ))}
                  </tbody>
                </Table>
              </div>
            )}
          </details>
          <div className="absolute end-0 top-2 flex gap-3 text-12">
            <Link prefetch={false} href={href} className={quiet} aria-label={t('rowsOf', { title })}>{t('rows')}</Link>
            <Downloads title={title} file={file} numbers={[[first, ...columns], ...rows.map(({ label, cells }) => [label, ...cells.map(({ value }) => value)])]} picture />
          </div>
        </div>
      </div>
    </Panel>
  )
}
