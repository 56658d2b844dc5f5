import { useTranslations } from 'next-intl'
import type { FilterChoices, OpenCount } from '@/lib/approvals/queries'
import { FilterBar } from './filter-bar'
import { HelpButton } from './help-button'
import { ListTitle } from './list-title'
import { LiveUpdates } from './live-updates'

export function ListHeader({ count, choices }: { count: OpenCount; choices: FilterChoices }) {
  const t = useTranslations('approvals.list')
  return (
    <header className="border-b border-line px-4 pt-3.5 pb-2.5">
      <div className="mb-2.5 flex items-baseline gap-2">
        <ListTitle />
        <span aria-live="polite" className="min-w-0 truncate text-13 text-ink-3 nums">
          {t('counts', { open: count.open, more: count.more ? 'yes' : 'no', soon: count.soon })}
        </span>
        <span className="ms-auto flex shrink-0 items-center gap-2 self-center">
          <LiveUpdates now={count.now} wakesAt={count.wakesAt} />
          <HelpButton />
        </span>
      </div>
      <FilterBar choices={choices} count={count} />
    </header>
  )
}
