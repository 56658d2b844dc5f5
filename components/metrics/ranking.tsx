import type { ReactNode } from 'react'
import { Panel } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { numeric, Table, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { Downloads } from './downloads'

export interface RankedRow {
  name: string
  /** On hover, where the name is short. */
  title?: string
  href: string
  cells: readonly { shown: ReactNode; value: number | null }[]
}

interface RankingProps {
  title: string
  note: string
  empty: string
  file: string
  first: string
  columns: readonly string[]
  rows: readonly RankedRow[]
  className?: string
}

const SHOWN = 8

/** The first few of something, the rest by scrolling; each name opens its rows. */
export function Ranking({ title, note, empty, file, first, columns, rows, className }: RankingProps) {
  const line = (row: RankedRow) => (
    <TableRow key={row.name}>
      <TableCell className="max-w-[145px] ps-0">
        <a href={row.href} className="inline-block max-w-full align-bottom no-underline hover:underline" title={row.title ?? row.name}><bdi className="block truncate">{row.name}</bdi></a>
      </TableCell>
      {row.cells.map(({ shown }, index) => (
        <TableCell key={columns[index]} className={cn(numeric, 'whitespace-nowrap', index === row.cells.length - 1 && 'pe-0')}>{shown}</TableCell>
      ))}
    </TableRow>
  )
  const numbers = [[first, ...columns], ...rows.map(({ name, cells }) => [name, ...cells.map(({ value }) => value)])]
  return (
    <Panel title={title} note={note} className={className}>
      {rows.length === 0 ? (
        <p className="py-6 text-center text-13 text-ink-3">{empty}</p>
      ) : (
        <div data-panel className="flex flex-1 flex-col">
          <div className={cn(rows.length > SHOWN && 'max-h-[318px] overflow-y-auto')}>
            <Table label={title}>
              <thead>
                <tr>
                  <TableHead className="ps-0">{first}</TableHead>
                  {columns.map((column, index) => <TableHead key={column} className={cn(numeric, index === columns.length - 1 && 'pe-0')}>{column}</TableHead>)}
                </tr>
              </thead>
              <tbody>{rows.map(line)}</tbody>
            </Table>
          </div>
          <div className="mt-auto flex justify-end gap-3 pt-2 text-12"><Downloads title={title} file={file} numbers={numbers} /></div>
        </div>
      )}
    </Panel>
  )
}
