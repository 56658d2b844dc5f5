'use client'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import type { ApprovalRow as Row } from '@/lib/approvals/queries'
import { ApprovalRow, nameId, ROW_HEIGHT } from './approval-row'
import { useOutbox } from './outbox'
import { useQueue } from './queue-context'
import { selectable, useSelection } from './selection'

interface ListRowsProps {
  rows: readonly Row[]
  /** Index of the open row; -1 when none is. */
  current: number
  /** There are more than these. */
  more: boolean
  search: string
  /** Indices of the rows to draw. */
  places: readonly number[]
}

/** The rows at these places, each where it stands in the whole list. */
export function ListRows({ rows, places, current, more, search }: ListRowsProps) {
  const t = useTranslations('approvals.list')
  const { decides } = useQueue()
  const { sent } = useOutbox()
  const { picked } = useSelection()
  return (
    <ul aria-label={t('label')} className="relative m-0 list-none p-0" style={{ height: rows.length * ROW_HEIGHT }}>
      {places.map((place) => {
        const row = rows[place]
        return row ? (
          <li key={row.id} aria-setsize={more ? -1 : rows.length} aria-posinset={place + 1} className="absolute inset-x-0 top-0 contain-strict" style={{ height: ROW_HEIGHT, transform: `translateY(${place * ROW_HEIGHT}px)` }}>
            <ApprovalRow row={row} selected={place === current} picked={picked.has(row.id)} going={sent.get(row.id)?.is === 'going'} href={`/approvals/${row.id}${search}`} />
            {decides && row.status === 'pending' && <RowCheckbox row={row} rows={rows} picked={picked.has(row.id)} />}
          </li>
        ) : null
      })}
    </ul>
  )
}

/** Over the row and not inside it: a link holds no other control. */
const RowCheckbox = memo(function RowCheckbox({ row, rows, picked }: { row: Row; rows: readonly Row[]; picked: boolean }) {
  const t = useTranslations('approvals.select')
  const { toggle, extend } = useSelection()
  const alone = !selectable(row)
  return (
    <label title={alone ? t('alone') : undefined} className="absolute end-1.5 bottom-1 grid size-[34px] place-items-center">
      <Checkbox
        aria-labelledby={nameId(row)}
        checked={picked}
        disabled={alone}
        className="disabled:opacity-30"
        onClick={(event) => (event.shiftKey ? extend(rows, row) : toggle(row))}
        onChange={() => {}}
      />
    </label>
  )
})
