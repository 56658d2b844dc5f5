'use client'
import Link from 'next/link'
import { cn } from '@/components/ui/cn'
import type { AuditRow } from '@/lib/audit/queries'
import { About } from './about'
import { Actor } from './actor'
import { EntryTitle } from './entry-title'
import { OutcomeMark } from './outcome-mark'

export interface ListedEntry extends AuditRow {
  href: string
}

const cell = 'px-2 py-2 max-md:p-0'
const oneLine = 'block truncate whitespace-nowrap'
/** A box of its own direction: what is cut off is the end of the text, also where the page runs the other way. */
const ownLine = 'inline-block max-w-full truncate align-bottom whitespace-nowrap'

/** The event's link covers the whole row. On a phone: what and how it ended, then when, who and about what. */
export function EntryRow({ row, selected }: { row: ListedEntry; selected: boolean }) {
  return (
    <tr
      role="row"
      aria-current={selected ? 'true' : undefined}
      className={cn(
        'relative border-b border-line focus-within:bg-hover max-md:grid max-md:grid-cols-[auto_minmax(0,1fr)_auto] max-md:gap-x-2 max-md:gap-y-0.5 max-md:px-2 max-md:py-2.5',
        selected ? 'bg-accent-soft focus-within:bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <td role="cell" className={cn(cell, 'font-mono text-12 whitespace-nowrap text-ink-3 max-md:col-start-1 max-md:row-start-2')}>
        <time dateTime={row.at.toISOString()} title={row.at.toISOString()} className="nums">{row.at.toISOString().slice(11, 23)}</time>
      </td>
      <td role="cell" className={cn(cell, 'font-medium max-md:col-span-2 max-md:col-start-1 max-md:row-start-1')}>
        <Link
          href={row.href}
          scroll={false}
          prefetch={false}
          data-entry={row.id}
          className={cn(oneLine, 'no-underline after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent')}
        >
          <EntryTitle {...row} />
        </Link>
      </td>
      <td role="cell" className={cn(cell, 'max-md:col-start-2 max-md:row-start-2 max-md:text-ink-2')}>
        <Actor row={row} className={ownLine} />
      </td>
      <td role="cell" className={cn(cell, 'max-md:col-span-3 max-md:row-start-3 max-md:text-ink-2 max-md:[&:has([aria-hidden])]:hidden')}>
        <About row={row} className={ownLine} />
      </td>
      <td role="cell" className={cn(cell, 'whitespace-nowrap max-md:col-start-3 max-md:row-start-1 max-md:text-end md:truncate')}>
        <OutcomeMark row={row} />
      </td>
    </tr>
  )
}
